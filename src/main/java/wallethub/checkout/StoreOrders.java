package wallethub.checkout;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.id.OrderId;

/** The orders of the store that asks. */
@Component
class StoreOrders {

    private final OrderStore orders;
    private final RefundStore refunds;
    private final RescueStore rescues;
    private final Customers customers;
    private final Clock clock;

    StoreOrders(OrderStore orders, RefundStore refunds, RescueStore rescues, Customers customers, Clock clock) {
        this.orders = orders;
        this.refunds = refunds;
        this.rescues = rescues;
        this.customers = customers;
        this.clock = clock;
    }

    /** Another store's is not there. */
    Optional<Order> find(String id, Caller caller) {
        return OrderId.isValid(id) ? orders.find(new OrderId(id), caller.store()) : Optional.empty();
    }

    /** Whose wallet has the order's money now: its customer, or whom he was merged into. */
    Customer customer(Order order) {
        return customers
                .find(order.customer())
                .orElseThrow(() -> new IllegalStateException("order " + order.id() + " has no customer"));
    }

    /** As it stands by now. */
    StoreOrder shown(OrderId id) {
        Order order = orders.find(id).orElseThrow();
        return StoreOrder.of(order, refunds.list(id), rescues.find(id), clock.instant());
    }

    /** To the microsecond, as the database keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
