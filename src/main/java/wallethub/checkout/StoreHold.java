package wallethub.checkout;

import java.time.Duration;
import java.time.Instant;
import wallethub.id.CustomerId;
import wallethub.id.HoldId;
import wallethub.id.StoreId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * Money that a wallet keeps for a store; what is left of it the ledger knows.
 *
 * @param reference the store's own, unique for ever within the store
 * @param storeCustomer who the customer is to the store
 * @param lifetime what the store asked for, or the usual one
 */
record StoreHold(
        HoldId id,
        StoreId store,
        String reference,
        String storeCustomer,
        CustomerId customer,
        WalletId wallet,
        Money amount,
        Duration lifetime,
        Instant madeAt,
        Instant expiresAt) {

    /** What the ledger knows it by. */
    String key() {
        return "store:" + store + "/" + reference;
    }

    /** Where its money goes. */
    String account() {
        return "revenue:store:" + store;
    }

    /** What the ledger knows a capture of it by. */
    String captureKey(String captureReference) {
        return "capture:" + id + "/" + captureReference;
    }
}
