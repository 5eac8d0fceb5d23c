package wallethub.checkout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.OrderId;
import wallethub.id.TransferId;
import wallethub.money.Money;

/**
 * What of an order goes back to the wallet.
 *
 * @param reference the store's own of the return, unique for ever within the order
 * @param transfer what gave it back; null while it waits, and for what is never given back
 */
record Refund(
        OrderId order,
        String reference,
        Money amount,
        String reason,
        RefundState state,
        @Nullable TransferId transfer,
        Instant madeAt) {

    /** What the ledger knows it by. */
    String key() {
        return "order-refund:" + order + "/" + reference;
    }
}
