package wallethub.event;

import java.time.Instant;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.RechargeId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** A recharge ended without money; a late capture may still overtake it. {@code code} is the canonical failure code. */
public record RechargeFailed(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        RechargeId rechargeId,
        String reference,
        Money amount,
        String code,
        Instant occurredAt)
        implements BusinessEvent {}
