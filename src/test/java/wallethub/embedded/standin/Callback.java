package wallethub.embedded.standin;

import org.jspecify.annotations.Nullable;

/**
 * One callback on its way to the hub.
 *
 * @param id unique per copy
 * @param messageId the sender's id of the message; copies share it
 * @param answer the first characters of the last answer
 */
public record Callback(
        String id,
        String messageId,
        String body,
        Signing signing,
        State state,
        int attempts,
        @Nullable Integer status,
        @Nullable String answer) {

    /** Where it stands. */
    public enum State {
        PENDING,
        DELIVERED,
        /** Refused for good: a badly signed one is not sent again. */
        REFUSED,
        /** Every attempt failed. */
        GIVEN_UP,
        /** Never sent, as ordered. */
        LOST
    }

    Callback attempted(State next, @Nullable Integer given, String text) {
        return new Callback(id, messageId, body, signing, next, attempts + 1, given, text);
    }
}
