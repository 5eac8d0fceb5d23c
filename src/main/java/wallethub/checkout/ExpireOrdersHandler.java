package wallethub.checkout;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code expire-orders}; until it has been by, whoever asks is told so all the same. */
@Component
class ExpireOrdersHandler implements TransactionHandler<ExpireOrders, Integer> {

    private final OrderStore orders;
    private final StoreOrders own;
    private final CheckoutSettings settings;

    ExpireOrdersHandler(OrderStore orders, StoreOrders own, CheckoutSettings settings) {
        this.orders = orders;
        this.own = own;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "expire-orders";
    }

    @Override
    public Class<ExpireOrders> command() {
        return ExpireOrders.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("checkout-orders");
    }

    @Override
    public Integer handle(ExpireOrders command, Caller caller) {
        return orders.expire(settings.batch(), own.now());
    }

    @Override
    public Answer answer(Integer expired) {
        return Answer.settled(Outcome.SUCCESS, "EXPIRED", expired + " orders");
    }
}
