package wallethub.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the status API said about a payment event. */
public sealed interface ConfirmOutcome {

    /** The event with the facts that count; with a {@link PaymentEvent#discrepancy()} where the two disagree. */
    record Confirmed(PaymentEvent event) implements ConfirmOutcome {}

    /** No answer that could be trusted, for a reason that passes; nothing is known to be wrong. */
    record Unavailable(String code, @Nullable Duration retryAfter) implements ConfirmOutcome {}
}
