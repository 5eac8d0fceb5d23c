package wallethub.desk;

/**
 * A dead letter is given up.
 *
 * @param code why, in one word for the figures
 */
record DiscardDeadLetter(long id, String code, String reason) {}
