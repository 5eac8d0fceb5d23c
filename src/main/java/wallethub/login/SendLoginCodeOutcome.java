package wallethub.login;

/** Whether a message goes out. */
sealed interface SendLoginCodeOutcome {

    record Sent() implements SendLoginCodeOutcome {}

    /** Nobody is told, least of all who asked. */
    record Kept(Reason reason) implements SendLoginCodeOutcome {}

    /** Why no message goes out. */
    enum Reason {
        /** The challenge has ended, or its time is over. */
        OVER,
        /** No customer has the number. */
        UNKNOWN,
        /** Several customers have it, and nobody can say which one is meant. */
        AMBIGUOUS,
        /** Wrong codes make the number wait: this one could not be used. */
        WAITING,
        /** Codes of this range are sent and hardly used. */
        TRIPPED,
        /** The day's money is spent. */
        BUDGET,
        /** Messages are switched off: there is no SMS provider in the settings. */
        OFF
    }
}
