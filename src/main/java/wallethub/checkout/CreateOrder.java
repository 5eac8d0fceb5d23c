package wallethub.checkout;

import org.jspecify.annotations.Nullable;
import wallethub.money.Money;

/**
 * A store's order for one of its customers. The price is the store's; nobody else names one.
 *
 * @param reference the store's own, unique for ever within the store
 * @param customer who the customer is to the store
 * @param description what the customer reads
 * @param returnUrl where the customer's browser goes when he is done
 * @param expiresInSeconds how long it can be paid
 */
record CreateOrder(
        String reference,
        String customer,
        Money amount,
        @Nullable String description,
        String returnUrl,
        @Nullable Long expiresInSeconds) {

    String told() {
        return description == null ? "" : description;
    }
}
