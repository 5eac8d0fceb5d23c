package wallethub.gateway;

import java.time.Instant;
import java.util.regex.Pattern;
import wallethub.money.Money;

/**
 * A hosted checkout to be made. The same request again gives the same checkout.
 *
 * @param reference ours; the gateway gives it back in every document, and it is the idempotency key
 * @param createdAt when the reference was made; a look-up by reference starts there
 * @param expiresAt after which the customer cannot pay any more
 */
public record CheckoutRequest(
        String reference,
        Money amount,
        String description,
        String successUrl,
        String cancelUrl,
        Instant createdAt,
        Instant expiresAt) {

    // Without ':' or any other mark that a gateway might use as a border.
    private static final Pattern REFERENCE = Pattern.compile("[A-Z0-9-]{1,40}");

    public CheckoutRequest {
        if (!REFERENCE.matcher(reference).matches()) {
            throw new IllegalArgumentException("a reference is [A-Z0-9-]{1,40}");
        }
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("a checkout has a positive amount");
        }
    }
}
