package wallethub.checkout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.OrderId;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.ledger.Wallet;
import wallethub.money.Money;

/**
 * What a customer buys from a store, at the store's price.
 *
 * @param reference the store's own, unique for ever within the store
 * @param storeCustomer who the customer is to the store
 * @param customerExternalId the CRM's id of the customer
 * @param lifetime what the store asked for, or the usual one
 * @param payment the one transfer that paid it
 * @param reversal what gave that payment back, because the ERP refused it
 * @param refunded what was given back of it
 * @param waiting what will be given back as soon as the ERP has the payment
 */
record Order(
        OrderId id,
        StoreId store,
        String storeName,
        String reference,
        String storeCustomer,
        CustomerId customer,
        String customerExternalId,
        WalletId wallet,
        Money amount,
        String description,
        String returnUrl,
        Duration lifetime,
        OrderState state,
        @Nullable TransferId payment,
        @Nullable TransferId reversal,
        Money refunded,
        Money waiting,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant paidAt) {

    /** An open order whose time has come is expired, whether the schedule has been by or not. */
    OrderState stateAt(Instant now) {
        return state == OrderState.OPEN && !expiresAt.isAfter(now) ? OrderState.EXPIRED : state;
    }

    /** As the API calls it: a paid order also says how much of it was given back. */
    String statusAt(Instant now) {
        if (state != OrderState.PAID || !refunded.isPositive()) {
            return stateAt(now).wire();
        }
        return refunded.equals(amount) ? "refunded" : "partially_refunded";
    }

    /** As it is with its payment. */
    Order paidBy(TransferId transfer, Instant at) {
        return new Order(
                id,
                store,
                storeName,
                reference,
                storeCustomer,
                customer,
                customerExternalId,
                wallet,
                amount,
                description,
                returnUrl,
                lifetime,
                OrderState.PAID,
                transfer,
                null,
                refunded,
                waiting,
                createdAt,
                expiresAt,
                at);
    }

    /** What the wallet lacks to pay it; empty when it has enough. */
    Optional<Money> shortfall(Wallet of) {
        Money missing = amount.minus(of.available());
        return missing.isPositive() ? Optional.of(missing) : Optional.empty();
    }

    /** What the ledger knows its payment by: there is one at most. */
    String paymentKey() {
        return "order:" + id;
    }

    /** Where its money goes, and where a return comes from. */
    String account() {
        return "revenue:store:" + store;
    }
}
