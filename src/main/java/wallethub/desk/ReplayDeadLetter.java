package wallethub.desk;

/** A dead letter is to be delivered again. */
record ReplayDeadLetter(long id, String reason) {}
