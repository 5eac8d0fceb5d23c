package wallethub.checkout;

import org.jspecify.annotations.Nullable;
import wallethub.money.Money;

/**
 * A store asks a customer's wallet to keep money for it.
 *
 * @param reference the store's own, unique for ever within the store
 * @param customer who the customer is to the store
 * @param expiresInSeconds how long the wallet keeps it
 */
record PlaceHold(
        String reference,
        String customer,
        Money amount,
        @Nullable Long expiresInSeconds) {}
