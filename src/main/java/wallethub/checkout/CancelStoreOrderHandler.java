package wallethub.checkout;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StoreScope;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;

/**
 * Operation {@code cancel-store-order}: an order that is open can be paid no more. Of a payment and a cancellation at the
 * same moment one wins, at the order's row, and the other is refused.
 */
@Component
class CancelStoreOrderHandler implements StoreOperation<CancelStoreOrder, OrderOutcome> {

    private static final Logger log = LoggerFactory.getLogger(CancelStoreOrderHandler.class);

    private final StoreOrders own;
    private final OrderStore orders;

    CancelStoreOrderHandler(StoreOrders own, OrderStore orders) {
        this.own = own;
        this.orders = orders;
    }

    @Override
    public String name() {
        return "cancel-store-order";
    }

    @Override
    public Class<CancelStoreOrder> command() {
        return CancelStoreOrder.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Store(StoreScope.ORDER_CANCEL);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public OrderOutcome handle(CancelStoreOrder command, Caller caller) {
        Optional<Order> found = own.find(command.id(), caller);
        if (found.isEmpty()) {
            return new OrderOutcome.Missing();
        }
        Order order = found.get();
        if (orders.cancelled(order.id(), own.now())) {
            log.atInfo()
                    .addKeyValue("orderId", order.id())
                    .addKeyValue("storeId", order.store())
                    .log("order cancelled by its store");
            return new OrderOutcome.Shown(own.shown(order.id()));
        }
        StoreOrder shown = own.shown(order.id());
        return shown.status().equals(OrderState.CANCELLED.wire())
                ? new OrderOutcome.Shown(shown)
                : new OrderOutcome.Conflict("cancelled", shown.status());
    }

    @Override
    public Answer answer(OrderOutcome outcome) {
        return outcome.answer();
    }
}
