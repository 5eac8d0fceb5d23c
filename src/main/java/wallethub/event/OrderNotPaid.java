package wallethub.event;

import java.time.Instant;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.OrderId;
import wallethub.id.RechargeId;
import wallethub.id.StoreId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * Money that was recharged for an order came and did not pay it; it stays in the wallet.
 *
 * @param reference the store's own of the order
 * @param amount the order's price
 * @param code ORDER_CANCELLED, ORDER_EXPIRED, ORDER_REJECTED, STORE_CLOSED, INSUFFICIENT_FUNDS or WALLET_FROZEN
 */
public record OrderNotPaid(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        StoreId storeId,
        OrderId orderId,
        String reference,
        RechargeId rechargeId,
        Money amount,
        String code,
        Instant occurredAt)
        implements BusinessEvent {}
