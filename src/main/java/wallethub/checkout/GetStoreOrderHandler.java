package wallethub.checkout;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StoreScope;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;

/** Operation {@code get-store-order}: one order of the store; another store's is not there. */
@Component
class GetStoreOrderHandler implements StoreOperation<GetStoreOrder, OrderOutcome> {

    private final StoreOrders own;

    GetStoreOrderHandler(StoreOrders own) {
        this.own = own;
    }

    @Override
    public String name() {
        return "get-store-order";
    }

    @Override
    public Class<GetStoreOrder> command() {
        return GetStoreOrder.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Store(StoreScope.ORDER_VIEW);
    }

    @Override
    public OrderOutcome handle(GetStoreOrder command, Caller caller) {
        return own.find(command.id(), caller)
                .<OrderOutcome>map(order -> new OrderOutcome.Shown(own.shown(order.id())))
                .orElseGet(OrderOutcome.Missing::new);
    }

    @Override
    public Answer answer(OrderOutcome outcome) {
        return outcome.answer();
    }
}
