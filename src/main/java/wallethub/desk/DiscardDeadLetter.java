package wallethub.desk;

/**
 * A dead letter is given up.
 *
 * @param code why, in one word for the figures
 */
record DiscardDeadLetter(String id, String code, String reason) {

    long number() {
        return Long.parseLong(id);
    }
}
