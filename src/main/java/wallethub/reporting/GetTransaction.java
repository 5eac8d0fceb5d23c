package wallethub.reporting;

/** One transaction of the caller, by the id in the path. */
record GetTransaction(String id) {}
