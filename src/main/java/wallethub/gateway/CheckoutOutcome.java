package wallethub.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a hosted checkout. */
public sealed interface CheckoutOutcome {

    /** @param url where the customer pays */
    record Created(String checkoutId, String url) implements CheckoutOutcome {}

    /** Refused for good. */
    record Declined(String code) implements CheckoutOutcome {}

    /** No answer: the checkout may or may not exist. */
    record Unavailable(String code, @Nullable Duration retryAfter) implements CheckoutOutcome {}
}
