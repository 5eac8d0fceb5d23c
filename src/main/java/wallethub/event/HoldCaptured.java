package wallethub.event;

import java.time.Instant;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.HoldId;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * A store took what a wallet held for it, in part or in whole; one event per capture.
 *
 * @param customerExternalId the CRM's id of the customer
 * @param reference the store's own of the capture
 * @param reason always "hold-capture"
 * @param amount what the wallet gained: negative
 * @param balanceAfter the wallet's balance right after it
 * @param entryNumber the wallet's own gapless number of the entry
 */
public record HoldCaptured(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        String customerExternalId,
        StoreId storeId,
        HoldId holdId,
        String reference,
        TransferId transferId,
        String reason,
        Money amount,
        Money balanceAfter,
        long entryNumber,
        Instant occurredAt)
        implements BusinessEvent {}
