package wallethub.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether a hosted checkout can still be paid after it was asked to end. */
public sealed interface ExpireOutcome {

    /** Nobody can begin to pay in it any more, or there never was one. */
    record Closed() implements ExpireOutcome {}

    /** The customer has been through it: money came or is on its way. */
    record Completed() implements ExpireOutcome {}

    /** No answer: it may still be open. */
    record Unavailable(String code, @Nullable Duration retryAfter) implements ExpireOutcome {}
}
