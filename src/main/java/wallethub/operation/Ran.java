package wallethub.operation;

/** What running an operation came to: its own answer, or the first answer to the same key again. */
sealed interface Ran {

    record Fresh(Answer answer) implements Ran {}

    record Replayed(HttpReply reply) implements Ran {}
}
