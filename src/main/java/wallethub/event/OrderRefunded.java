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
 * A store gave back to the wallet what was paid for an order, in part or in whole; one event per transfer.
 *
 * @param customerExternalId the CRM's id of the customer
 * @param reference the store's own of the return
 * @param refundedTransferId the payment of the order
 * @param reason always "order-refund"
 * @param amount what the wallet gained, positive
 * @param balanceAfter the wallet's balance right after it
 * @param entryNumber the wallet's own gapless number of the entry
 */
public record OrderRefunded(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        String customerExternalId,
        StoreId storeId,
        OrderId orderId,
        String reference,
        TransferId transferId,
        TransferId refundedTransferId,
        String reason,
        Money amount,
        Money balanceAfter,
        long entryNumber,
        Instant occurredAt)
        implements BusinessEvent {}
