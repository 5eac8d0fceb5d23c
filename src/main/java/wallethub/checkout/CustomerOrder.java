package wallethub.checkout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.OrderId;
import wallethub.id.TransferId;
import wallethub.ledger.Wallet;
import wallethub.money.Money;

/**
 * An order as its customer sees it.
 *
 * @param store its name
 * @param payable whether the wallet can pay it now; a portal that shows {@code false} does not offer the wallet
 * @param obstacle why it cannot: {@code INSUFFICIENT_FUNDS}, {@code WALLET_FROZEN}, {@code STORE_CLOSED}, or its status
 * @param shortfall what the wallet lacks; only while it can still be paid
 * @param rechargeLink the options of a recharge that covers the shortfall and then pays the order
 * @param refunded what was given back of it
 * @param transferId of its payment
 */
record CustomerOrder(
        OrderId id,
        String store,
        String reference,
        @Nullable String description,
        Money amount,
        String status,
        boolean payable,
        @Nullable String obstacle,
        @Nullable Money shortfall,
        @Nullable String rechargeLink,
        Money refunded,
        @Nullable TransferId transferId,
        String returnUrl,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant paidAt) {

    /** One that can still be paid, by a wallet that can pay it or cannot. */
    static CustomerOrder open(Order order, Wallet wallet, Instant now) {
        Money shortfall = order.shortfall(wallet).orElse(null);
        String obstacle = shortfall == null ? null : "INSUFFICIENT_FUNDS";
        return of(order, wallet.frozen() ? "WALLET_FROZEN" : obstacle, shortfall, now);
    }

    /** One whose store was closed meanwhile. */
    static CustomerOrder closed(Order order, Instant now) {
        return of(order, "STORE_CLOSED", null, now);
    }

    /** One that nobody pays any more. */
    static CustomerOrder over(Order order, Instant now) {
        return of(order, "ORDER_" + order.stateAt(now), null, now);
    }

    private static CustomerOrder of(Order order, @Nullable String obstacle, @Nullable Money shortfall, Instant now) {
        return new CustomerOrder(
                order.id(),
                order.storeName(),
                order.reference(),
                order.description().isEmpty() ? null : order.description(),
                order.amount(),
                order.statusAt(now),
                obstacle == null,
                obstacle,
                shortfall,
                shortfall == null ? null : rechargeLink(order, shortfall),
                order.refunded(),
                order.payment(),
                order.returnUrl(),
                order.createdAt(),
                order.expiresAt(),
                order.paidAt());
    }

    /** Pre-filled: the recharge that is made with it pays the order when its money comes. */
    static String rechargeLink(Order order, Money shortfall) {
        return "/api/customer/v1/recharge-options?forShortfall=" + shortfall.amount() + "&forOrder=" + order.id();
    }
}
