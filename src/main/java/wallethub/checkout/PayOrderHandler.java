package wallethub.checkout;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.lane.EventPublisher;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code pay-order}: the caller's wallet pays one of his orders, as a whole and once. */
@Component
class PayOrderHandler implements TransactionHandler<PayOrder, PayOrderOutcome> {

    private final CustomerOrders own;
    private final OrderPaying paying;
    private final OrderStore orders;
    private final EventPublisher events;
    private final Clock clock;

    PayOrderHandler(CustomerOrders own, OrderPaying paying, OrderStore orders, EventPublisher events, Clock clock) {
        this.own = own;
        this.paying = paying;
        this.orders = orders;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "pay-order";
    }

    @Override
    public Class<PayOrder> command() {
        return PayOrder.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.ORDER_PAY);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    /** Refusals in this order: missing, its state, its store, freeze, funds. */
    @Override
    public PayOrderOutcome handle(PayOrder command, Caller caller) {
        Optional<Order> found = own.find(command.id(), caller);
        if (found.isEmpty()) {
            return new PayOrderOutcome.Missing();
        }
        Order order = found.get();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (order.stateAt(now) != OrderState.OPEN) {
            return new PayOrderOutcome.NotPayable(order.statusAt(now));
        }
        return switch (paying.pay(order, now)) {
            case OrderPayment.Paid paid -> {
                events.publish(List.of(paid.event()));
                yield new PayOrderOutcome.Paid(
                        own.shown(order.paidBy(paid.event().transferId(), now), now));
            }
            case OrderPayment.AlreadyPaid already ->
                new PayOrderOutcome.NotPayable(again(order).statusAt(now));
            // A refusal rolls back what the ledger has moved.
            case OrderPayment.Overtaken overtaken ->
                new PayOrderOutcome.NotPayable(again(order).statusAt(now));
            case OrderPayment.TooLittle few -> {
                Money shortfall = order.amount().minus(few.available());
                yield new PayOrderOutcome.TooLittle(shortfall, CustomerOrder.rechargeLink(order, shortfall));
            }
            case OrderPayment.Frozen frozen -> new PayOrderOutcome.Frozen();
            case OrderPayment.StoreClosed closed -> new PayOrderOutcome.StoreClosed();
        };
    }

    private Order again(Order order) {
        return orders.find(order.id(), order.customer()).orElseThrow();
    }

    @Override
    public Answer answer(PayOrderOutcome outcome) {
        return switch (outcome) {
            case PayOrderOutcome.Paid paid -> Answer.ok(paid.order());
            case PayOrderOutcome.Missing missing -> Answer.nothingHere();
            case PayOrderOutcome.NotPayable unfit ->
                new Answer.Refusal(
                        ErrorCode.ORDER_NOT_PAYABLE,
                        "an order that is " + unfit.status() + " cannot be paid",
                        Map.of("state", unfit.status()));
            case PayOrderOutcome.TooLittle few ->
                new Answer.Refusal(
                        ErrorCode.INSUFFICIENT_FUNDS,
                        "the wallet lacks " + few.shortfall(),
                        Map.of("shortfall", few.shortfall(), "rechargeLink", few.rechargeLink()));
            case PayOrderOutcome.StoreClosed closed ->
                Answer.refused(ErrorCode.ORDER_NOT_PAYABLE, "the order's store is closed");
            case PayOrderOutcome.Frozen frozen ->
                Answer.refused(ErrorCode.WALLET_FROZEN, "a frozen wallet pays nothing");
        };
    }
}
