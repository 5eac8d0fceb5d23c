package wallethub.certify;

import java.time.Duration;
import java.util.Map;

/** What happens to one request on its way to a system, and to the answer on its way back. */
public sealed interface Trouble {

    /** Nothing: there and back. */
    record None() implements Trouble {}

    /** There at once, and back so much later. */
    record AnswerLate(Duration by) implements Trouble {}

    /** Never there, and silence. */
    record LoseRequest() implements Trouble {}

    /** There and done, and silence. */
    record LoseAnswer() implements Trouble {}

    /** Silence, and there only so much later: when the caller has long gone. */
    record ForwardLate(Duration by) implements Trouble {}

    /** The connection is reset, and nothing was there. */
    record ResetBefore() implements Trouble {}

    /** There and done, and the connection is reset. */
    record ResetAfter() implements Trouble {}

    /** There twice, one after the other; the second answer goes back, as of a proxy that tried again. */
    record Twice() implements Trouble {}

    /** There only when another request that the same rule fits was there and back. */
    record BehindNext() implements Trouble {}

    /** Never there, and somebody else's answer. */
    record AnswerInstead(int status, Map<String, String> headers, String body) implements Trouble {
        public AnswerInstead {
            headers = Map.copyOf(headers);
        }
    }

    /** There and done, and somebody else's answer. */
    record AnswerOver(int status, Map<String, String> headers, String body) implements Trouble {
        public AnswerOver {
            headers = Map.copyOf(headers);
        }
    }

    /** There and done; back comes the first half, and the connection ends. */
    record Truncate() implements Trouble {}

    /** There and done; back it comes piece by piece, all of it in so much time. */
    record Drip(Duration over) implements Trouble {}

    /** There and back, and the connection that seems to stay open is closed without a word. */
    record CloseAfter() implements Trouble {}

    static Trouble none() {
        return new None();
    }

    /** An answer in JSON that the system did not give, before it was asked. */
    static Trouble answer(int status, String body) {
        return new AnswerInstead(status, Map.of("Content-Type", "application/json"), body);
    }

    static Trouble tooMany(int retryAfterSeconds) {
        return new AnswerInstead(
                429,
                Map.of("Content-Type", "application/json", "Retry-After", Integer.toString(retryAfterSeconds)),
                "{\"error\":{\"code\":\"TOO_MANY_REQUESTS\"}}");
    }

    /** A page of a proxy, cut off, in place of the answer; the system did what it was asked. */
    static Trouble malformed() {
        return new AnswerOver(200, Map.of("Content-Type", "text/html"), "<html><body>proxy</bo");
    }
}
