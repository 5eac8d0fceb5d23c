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
 * A store put into the wallet what the customer's bank took for an order and never handed on; one event per order.
 *
 * @param customerExternalId the CRM's id of the customer
 * @param reference the bank's, as the store gave it
 * @param reason always "order-rescue"
 * @param amount what the wallet gained, positive
 * @param balanceAfter the wallet's balance right after it
 * @param entryNumber the wallet's own gapless number of the entry
 */
public record OrderRescued(
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
