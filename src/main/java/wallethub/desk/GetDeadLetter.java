package wallethub.desk;

/** One dead letter. */
record GetDeadLetter(String id) {

    long number() {
        return Long.parseLong(id);
    }
}
