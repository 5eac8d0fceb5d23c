package wallethub.checkout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import wallethub.id.OrderId;
import wallethub.id.TransferId;
import wallethub.money.Money;

/**
 * An order as its store sees it.
 *
 * @param customer who the customer is to the store
 * @param refunded what was given back of it
 * @param refundWaiting what will be given back as soon as the ERP has the payment
 * @param transferId of its payment
 * @param reversalTransferId what gave that payment back, because the ERP refused it
 * @param refunds the latest first
 * @param rescue what the store put into the wallet because the customer's bank failed
 */
record StoreOrder(
        OrderId id,
        String reference,
        String customer,
        @Nullable String description,
        Money amount,
        String status,
        Money refunded,
        Money refundWaiting,
        @Nullable TransferId transferId,
        @Nullable TransferId reversalTransferId,
        List<RefundView> refunds,
        @Nullable RescueView rescue,
        String returnUrl,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant paidAt) {

    static StoreOrder of(Order order, List<Refund> refunds, Optional<Rescue> rescue, Instant now) {
        return new StoreOrder(
                order.id(),
                order.reference(),
                order.storeCustomer(),
                order.description().isEmpty() ? null : order.description(),
                order.amount(),
                order.statusAt(now),
                order.refunded(),
                order.waiting(),
                order.payment(),
                order.reversal(),
                refunds.stream().map(RefundView::of).toList(),
                rescue.map(RescueView::of).orElse(null),
                order.returnUrl(),
                order.createdAt(),
                order.expiresAt(),
                order.paidAt());
    }
}
