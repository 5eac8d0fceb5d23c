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
 * An order of a store was paid from a wallet; one event per order.
 *
 * @param customerExternalId the CRM's id of the customer
 * @param reference the store's own of the order
 * @param reason always "order"
 * @param amount what the wallet gained: negative
 * @param balanceAfter the wallet's balance right after it
 * @param entryNumber the wallet's own gapless number of the entry
 */
public record OrderPaid(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        String customerExternalId,
        StoreId storeId,
        OrderId orderId,
        String reference,
        TransferId transferId,
        String reason,
        Money amount,
        Money balanceAfter,
        long entryNumber,
        Instant occurredAt)
        implements BusinessEvent {}
