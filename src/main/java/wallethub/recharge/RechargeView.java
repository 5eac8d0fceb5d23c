package wallethub.recharge;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import wallethub.id.OrderId;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;
import wallethub.money.Money;

/**
 * A recharge as its customer sees it.
 *
 * @param checkoutUrl where to pay; only while it can still be paid
 * @param awaitingSince since when a bank transfer is waited for; only while it is
 * @param orderId what is paid with the money when it comes
 * @param instructions how to transfer the money; only where one recharge is shown, while it is waited for
 * @param receiptId of the credit, once there is one
 */
public record RechargeView(
        RechargeId id,
        String reference,
        String method,
        String status,
        Money amount,
        Money credited,
        @Nullable String checkoutUrl,
        @Nullable ReceiptId receiptId,
        @Nullable String failureCode,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant awaitingSince,
        @Nullable OrderId orderId,
        @Nullable TransferInstructions instructions) {

    static RechargeView of(Recharge recharge, Optional<ReceiptId> receipt) {
        boolean payable = recharge.state() == RechargeState.PENDING || recharge.state() == RechargeState.FAILED;
        return new RechargeView(
                recharge.id(),
                recharge.reference(),
                recharge.method().wire(),
                recharge.state().wire(),
                recharge.amount(),
                recharge.credited(),
                payable ? recharge.checkoutUrl() : null,
                receipt.orElse(null),
                recharge.failureCode(),
                recharge.createdAt(),
                recharge.expiresAt(),
                recharge.state() == RechargeState.AWAITING_CONFIRMATION ? recharge.createdAt() : null,
                recharge.order(),
                null);
    }

    RechargeView with(TransferInstructions how) {
        return new RechargeView(
                id,
                reference,
                method,
                status,
                amount,
                credited,
                checkoutUrl,
                receiptId,
                failureCode,
                createdAt,
                expiresAt,
                awaitingSince,
                orderId,
                how);
    }
}
