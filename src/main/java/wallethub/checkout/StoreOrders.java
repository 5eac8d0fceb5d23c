package wallethub.checkout;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.id.OrderId;
import wallethub.ledger.Ledger;

/** The orders of the store that asks. */
@Component
class StoreOrders {

    private final OrderStore orders;
    private final RefundStore refunds;
    private final RescueStore rescues;
    private final Customers customers;
    private final Ledger ledger;
    private final Clock clock;

    StoreOrders(
            OrderStore orders,
            RefundStore refunds,
            RescueStore rescues,
            Customers customers,
            Ledger ledger,
            Clock clock) {
        this.orders = orders;
        this.refunds = refunds;
        this.rescues = rescues;
        this.customers = customers;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Another store's is not there. */
    Optional<Order> find(String id, Caller caller) {
        return OrderId.isValid(id) ? orders.find(new OrderId(id), caller.store()) : Optional.empty();
    }

    /**
     * Whose wallet has the order's money now: its customer, or whom he was merged into. One whose wallet is of another currency
     * cannot have taken it along.
     */
    Customer customer(Order order) {
        return customers
                .find(order.customer())
                .filter(found -> found.currency().equals(order.amount().currency()))
                .or(() -> customers.findItself(order.customer()))
                .orElseThrow(() -> new IllegalStateException("order " + order.id() + " has no customer"));
    }

    /** The same, with that wallet and the order's own locked: from here on nobody is erased, and nobody's money is merged. */
    Customer lockedCustomer(Order order) {
        ledger.lock(List.of(order.wallet(), customer(order).wallet()));
        return customer(order);
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
