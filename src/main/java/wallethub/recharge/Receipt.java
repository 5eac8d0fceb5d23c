package wallethub.recharge;

import java.time.Instant;
import wallethub.id.CustomerId;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;
import wallethub.id.TransferId;
import wallethub.money.Money;

/**
 * What one credit was: written with it, never changed.
 *
 * @param capturedTotal the payment's captured total that this credit reached
 * @param reason recharge, late, partial or unmatched
 */
record Receipt(
        ReceiptId id,
        RechargeId recharge,
        CustomerId customer,
        TransferId transfer,
        String gateway,
        String account,
        String paymentId,
        Money capturedTotal,
        Money amount,
        String reason,
        long entryNumber,
        Money balanceAfter,
        Instant occurredAt,
        Instant recordedAt) {}
