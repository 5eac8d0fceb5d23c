package wallethub.desk;

/** One of finance's tasks, by the id in the path. */
record GetTask(String id) {}
