package wallethub.checkout;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.crash.CommitPoints;
import wallethub.crash.CrashPoint;
import wallethub.event.OrderPaid;
import wallethub.id.EventId;
import wallethub.id.TransferId;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;

/**
 * Pays an order from its wallet, once for ever: the order's id is the payment's business key. The wallet is locked before
 * the order's row, so that a second device waits for the first and then finds the payment.
 */
@Component
class OrderPaying {

    private static final Logger log = LoggerFactory.getLogger(OrderPaying.class);

    private final Ledger ledger;
    private final OrderStore orders;
    private final StoreFront stores;

    OrderPaying(Ledger ledger, OrderStore orders, StoreFront stores) {
        this.ledger = ledger;
        this.orders = orders;
        this.stores = stores;
    }

    OrderPayment pay(Order order, Instant now) {
        return stores.isOpen(order.store()) ? posted(order, now) : new OrderPayment.StoreClosed();
    }

    private OrderPayment posted(Order order, Instant now) {
        Transfer payment = new Transfer(
                TransferId.next(),
                TransferKind.PAYMENT,
                order.wallet(),
                order.amount().negated(),
                order.account(),
                order.paymentKey(),
                now);
        return switch (ledger.post(payment)) {
            case PostOutcome.Posted posted -> paid(order, payment, posted, now);
            case PostOutcome.AlreadyPosted already -> new OrderPayment.AlreadyPaid();
            case PostOutcome.InsufficientFunds refused -> new OrderPayment.TooLittle(refused.available());
            case PostOutcome.WalletFrozen frozen -> new OrderPayment.Frozen();
            // The order was made for this wallet, in its currency.
            case PostOutcome.CurrencyMismatch never -> throw impossible(order, never);
            case PostOutcome.KeyReused never -> throw impossible(order, never);
            case PostOutcome.UnknownWallet never -> throw impossible(order, never);
        };
    }

    private OrderPayment paid(Order order, Transfer payment, PostOutcome.Posted posted, Instant now) {
        if (!orders.paid(order.id(), payment.id(), now)) {
            return new OrderPayment.Overtaken();
        }
        log.atInfo()
                .addKeyValue("orderId", order.id())
                .addKeyValue("storeId", order.store())
                .addKeyValue("transferId", payment.id())
                .log("order paid");
        CommitPoints.around(CrashPoint.BEFORE_ORDER_COMMIT, CrashPoint.AFTER_ORDER_COMMIT);
        return new OrderPayment.Paid(new OrderPaid(
                EventId.next(),
                order.wallet(),
                order.customer(),
                order.customerExternalId(),
                order.store(),
                order.id(),
                order.reference(),
                payment.id(),
                "order",
                payment.amount(),
                posted.balanceAfter(),
                posted.entryNumber(),
                now));
    }

    private static IllegalStateException impossible(Order order, PostOutcome outcome) {
        return new IllegalStateException("the payment of " + order.id() + " came to " + outcome);
    }
}
