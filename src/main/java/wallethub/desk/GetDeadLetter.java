package wallethub.desk;

/** One dead letter. */
record GetDeadLetter(long id) {}
