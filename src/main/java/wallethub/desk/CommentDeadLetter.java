package wallethub.desk;

/** A word about a dead letter. */
record CommentDeadLetter(String id, String reason) {

    long number() {
        return Long.parseLong(id);
    }
}
