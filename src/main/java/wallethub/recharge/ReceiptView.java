package wallethub.recharge;

import java.time.Instant;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;
import wallethub.id.TransferId;
import wallethub.money.Money;

/** A receipt as its customer sees it. */
record ReceiptView(
        ReceiptId id,
        RechargeId rechargeId,
        TransferId transferId,
        String reason,
        Money amount,
        Money balanceAfter,
        long entryNumber,
        String gateway,
        String gatewayPaymentId,
        Instant occurredAt,
        Instant recordedAt) {

    static ReceiptView of(Receipt receipt) {
        return new ReceiptView(
                receipt.id(),
                receipt.recharge(),
                receipt.transfer(),
                receipt.reason(),
                receipt.amount(),
                receipt.balanceAfter(),
                receipt.entryNumber(),
                receipt.gateway(),
                receipt.paymentId(),
                receipt.occurredAt(),
                receipt.recordedAt());
    }
}
