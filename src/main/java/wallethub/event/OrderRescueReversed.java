package wallethub.event;

import java.time.Instant;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.OrderId;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * A rescue was taken back, because the bank gave the money back too; one event per rescue.
 *
 * @param customerExternalId the CRM's id of the customer
 * @param reference the bank's, as the store gave it
 * @param reversedTransferId the rescue
 * @param reason always "order-rescue-reversal"
 * @param amount what the wallet gained: negative; the wallet may be in debt now
 * @param balanceAfter the wallet's balance right after it
 * @param entryNumber the wallet's own gapless number of the entry
 */
public record OrderRescueReversed(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        String customerExternalId,
        StoreId storeId,
        OrderId orderId,
        String reference,
        TransferId transferId,
        TransferId reversedTransferId,
        String reason,
        Money amount,
        Money balanceAfter,
        long entryNumber,
        Instant occurredAt)
        implements BusinessEvent {}
