package wallethub.event;

import java.time.Instant;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.RechargeId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** A payment came that finance must decide; nothing was credited. {@code reason} is the parking reason's code. */
public record RechargeParked(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        RechargeId rechargeId,
        String reference,
        Money expected,
        String reason,
        String gatewayPaymentId,
        Instant occurredAt)
        implements BusinessEvent {}
