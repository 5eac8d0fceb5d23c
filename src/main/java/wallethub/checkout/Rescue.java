package wallethub.checkout;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.OrderId;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * What a store put into a wallet because the customer's bank took the price of an order and never handed it on. One for an
 * order at most.
 *
 * @param day of the business, to whose cap it counts
 * @param bankReference the bank's, as the store gave it: finance looks for the money by it
 */
record Rescue(
        OrderId order,
        StoreId store,
        CustomerId customer,
        WalletId wallet,
        Money amount,
        LocalDate day,
        String reason,
        String bankReference,
        TransferId transfer,
        @Nullable TransferId reversal,
        Instant madeAt,
        @Nullable Instant reversedAt) {

    /** An account of its own for each store: what stands on it the bank still owes. */
    String account() {
        return "clearing:rescue:" + store;
    }

    /** What the ledger knows it by, and its reversal. */
    String key() {
        return "order-rescue:" + order;
    }
}
