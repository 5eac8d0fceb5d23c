package wallethub.gateway;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A hosted checkout that may still be paid.
 *
 * @param checkoutId the gateway's id of it, where it is known; without it the checkout is looked up by the reference
 * @param createdAt when the recharge was made, for that look-up
 */
public record OpenCheckout(String reference, @Nullable String checkoutId, Instant createdAt) {}
