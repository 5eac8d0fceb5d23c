package wallethub.checkout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.customer.Customers;
import wallethub.event.BusinessEvent;
import wallethub.event.OrderNotPaid;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.OrderId;
import wallethub.id.RechargeId;
import wallethub.recharge.OrderPayments;

/**
 * Pays an order with the money that was recharged for it, in the transaction that credits it: nothing comes between, neither
 * a crash nor an invoice that is deducted. When the order cannot be paid any more, or the wallet still has too little, the
 * money stays in the wallet and the customer is told.
 */
@Component
class RechargedOrder implements OrderPayments {

    private static final Logger log = LoggerFactory.getLogger(RechargedOrder.class);

    private final OrderStore orders;
    private final OrderPaying paying;
    private final StoreFront stores;
    private final RescueStore rescues;
    private final RescueReversal reversal;
    private final Customers customers;

    RechargedOrder(
            OrderStore orders,
            OrderPaying paying,
            StoreFront stores,
            RescueStore rescues,
            RescueReversal reversal,
            Customers customers) {
        this.orders = orders;
        this.paying = paying;
        this.stores = stores;
        this.rescues = rescues;
        this.reversal = reversal;
        this.customers = customers;
    }

    /** Its time is left out: money that comes a moment too late finds that out itself. */
    @Override
    public boolean isOpen(OrderId order, CustomerId customer) {
        return orders.find(order, customer)
                .filter(found -> found.state() == OrderState.OPEN && stores.isOpen(found.store()))
                .isPresent();
    }

    @Override
    public List<BusinessEvent> credited(OrderId id, Credited recharge, Instant now) {
        Optional<Order> found = orders.lock(id).filter(order -> order.customer().equals(recharge.customer()));
        if (found.isEmpty()) {
            return List.of();
        }
        Order order = found.get();
        List<BusinessEvent> events = new ArrayList<>();
        takenBack(order, recharge, now).ifPresent(events::add);
        events.addAll(
                switch (order.stateAt(now)) {
                    case OPEN -> paid(order, recharge.id(), now);
                    // By this recharge, when it comes in parts, or by the customer himself: he knows.
                    case PAID -> List.of();
                    case CANCELLED, EXPIRED, REJECTED ->
                        List.of(unpaid(order, recharge.id(), "ORDER_" + order.stateAt(now), now));
                });
        return events;
    }

    /**
     * The store put into the wallet what the bank took and did not hand on; when the bank hands it on after all, the customer would
     * have it twice. A recharge that was made after the rescue is another payment. Money that a merge took to another wallet,
     * which is not locked here, is left to finance.
     */
    private Optional<BusinessEvent> takenBack(Order order, Credited recharge, Instant now) {
        return rescues.find(order.id())
                .filter(rescue -> rescue.reversal() == null
                        && rescue.wallet().equals(order.wallet())
                        && recharge.madeAt().isBefore(rescue.madeAt())
                        && recharge.captured().compareTo(rescue.amount()) >= 0)
                .map(rescue -> reversal.reverse(
                        rescue, customers.findItself(order.customer()).orElseThrow(), now));
    }

    private List<BusinessEvent> paid(Order order, RechargeId recharge, Instant now) {
        return switch (paying.pay(order, now)) {
            case OrderPayment.Paid paid -> List.of(paid.event());
            case OrderPayment.TooLittle few -> List.of(unpaid(order, recharge, "INSUFFICIENT_FUNDS", now));
            case OrderPayment.Frozen frozen -> List.of(unpaid(order, recharge, "WALLET_FROZEN", now));
            case OrderPayment.StoreClosed closed -> List.of(unpaid(order, recharge, "STORE_CLOSED", now));
            // Its row is locked, and it was open.
            case OrderPayment.AlreadyPaid never -> throw impossible(order, never);
            case OrderPayment.Overtaken never -> throw impossible(order, never);
        };
    }

    private OrderNotPaid unpaid(Order order, RechargeId recharge, String code, Instant now) {
        log.atInfo()
                .addKeyValue("orderId", order.id())
                .addKeyValue("rechargeId", recharge)
                .addKeyValue("code", code)
                .log("order not paid by its recharge");
        return new OrderNotPaid(
                EventId.next(),
                order.wallet(),
                order.customer(),
                order.store(),
                order.id(),
                order.reference(),
                recharge,
                order.amount(),
                code,
                now);
    }

    private static IllegalStateException impossible(Order order, OrderPayment outcome) {
        return new IllegalStateException("the payment of " + order.id() + " by its recharge came to " + outcome);
    }
}
