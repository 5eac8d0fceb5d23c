package wallethub.desk;

/** A word about a task. */
record CommentTask(String id, String reason) {}
