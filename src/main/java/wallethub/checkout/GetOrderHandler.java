package wallethub.checkout;

import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-order}: one order of the caller, and whether the wallet can pay it now. */
@Component
class GetOrderHandler implements TransactionHandler<GetOrder, Optional<CustomerOrder>> {

    private final CustomerOrders orders;
    private final Clock clock;

    GetOrderHandler(CustomerOrders orders, Clock clock) {
        this.orders = orders;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "get-order";
    }

    @Override
    public Class<GetOrder> command() {
        return GetOrder.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.ORDER_VIEW);
    }

    @Override
    public Optional<CustomerOrder> handle(GetOrder command, Caller caller) {
        return orders.find(command.id(), caller).map(order -> orders.shown(order, clock.instant()));
    }

    @Override
    public Answer answer(Optional<CustomerOrder> outcome) {
        return outcome.map(Answer::tagged).orElseGet(Answer::nothingHere);
    }
}
