package wallethub.desk;

/** A word about a dead letter. */
record CommentDeadLetter(long id, String reason) {}
