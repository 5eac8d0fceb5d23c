package wallethub.checkout;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StoreScope;
import wallethub.customer.Customer;
import wallethub.lane.EventPublisher;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.problem.ErrorCode;

/**
 * Operation {@code reverse-rescue}: the whole of it, once. The customer has the money at the bank, so that neither a freeze
 * nor the floor refuses it; what he has spent meanwhile he owes.
 */
@Component
class ReverseRescueHandler implements StoreOperation<ReverseRescue, OrderOutcome> {

    private final StoreOrders own;
    private final OrderStore orders;
    private final RescueStore rescues;
    private final RescueReversal reversal;
    private final EventPublisher events;

    ReverseRescueHandler(
            StoreOrders own, OrderStore orders, RescueStore rescues, RescueReversal reversal, EventPublisher events) {
        this.own = own;
        this.orders = orders;
        this.rescues = rescues;
        this.reversal = reversal;
        this.events = events;
    }

    @Override
    public String name() {
        return "reverse-rescue";
    }

    @Override
    public Class<ReverseRescue> command() {
        return ReverseRescue.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Store(StoreScope.ORDER_RESCUE);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public OrderOutcome handle(ReverseRescue command, Caller caller) {
        Optional<Order> found = own.find(command.id(), caller);
        if (found.isEmpty()) {
            return new OrderOutcome.Missing();
        }
        // Where the rescued money is by now: a merge has taken it along.
        Customer customer = own.lockedCustomer(found.get());
        Order order = orders.lock(found.get().id()).orElseThrow();
        Optional<Rescue> rescue = rescues.find(order.id());
        if (rescue.isEmpty()) {
            return new OrderOutcome.Refused(ErrorCode.STATE_CONFLICT, "the order was not rescued");
        }
        if (rescue.get().reversal() == null) {
            if (customer.wasErased()) {
                return OrderOutcome.Refused.ofErased();
            }
            events.publish(List.of(reversal.reverse(rescue.get(), customer, own.now())));
        }
        return new OrderOutcome.Shown(own.shown(order.id()));
    }

    @Override
    public Answer answer(OrderOutcome outcome) {
        return outcome.answer();
    }
}
