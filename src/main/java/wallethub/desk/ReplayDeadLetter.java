package wallethub.desk;

/** A dead letter is to be delivered again. */
record ReplayDeadLetter(String id, String reason) {

    long number() {
        return Long.parseLong(id);
    }
}
