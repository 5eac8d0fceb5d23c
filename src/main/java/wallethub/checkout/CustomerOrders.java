package wallethub.checkout;

import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.id.CustomerId;
import wallethub.id.OrderId;
import wallethub.ledger.Ledger;
import wallethub.ledger.Wallet;

/** The orders of whoever asks, and what the wallet says to them. */
@Component
class CustomerOrders {

    private final OrderStore orders;
    private final Ledger ledger;
    private final StoreFront stores;

    CustomerOrders(OrderStore orders, Ledger ledger, StoreFront stores) {
        this.orders = orders;
        this.ledger = ledger;
        this.stores = stores;
    }

    /** Another customer's is not there. */
    Optional<Order> find(String id, Caller caller) {
        CustomerId customer = caller.customer();
        return customer == null || !OrderId.isValid(id) ? Optional.empty() : orders.find(new OrderId(id), customer);
    }

    CustomerOrder shown(Order order, Instant now) {
        if (order.stateAt(now) != OrderState.OPEN) {
            return CustomerOrder.over(order, now);
        }
        if (!stores.isOpen(order.store())) {
            return CustomerOrder.closed(order, now);
        }
        Wallet wallet = ledger.find(order.wallet())
                .orElseThrow(() -> new IllegalStateException("order " + order.id() + " has no wallet"));
        return CustomerOrder.open(order, wallet, now);
    }
}
