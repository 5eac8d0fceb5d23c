package wallethub.checkout;

import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StoreScope;
import wallethub.correction.PaymentRefunds;
import wallethub.customer.Customer;
import wallethub.id.TransferId;
import wallethub.ledger.Ledger;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.problem.ErrorCode;
import wallethub.recharge.Disputes;

/**
 * Operation {@code refund-order}: some or all of what was paid goes back to the wallet, at once; never more than was paid,
 * whoever gave back of it.
 *
 * <p>As long as the ERP may still refuse the payment, all of it may come back by itself, and a refund beside that would pay the
 * customer twice. So it waits for the ERP's answer, and what it will give back is reserved.
 */
@Component
class RefundOrderHandler implements StoreOperation<RefundOrder, OrderOutcome> {

    private final StoreOrders own;
    private final OrderStore orders;
    private final RefundStore refunds;
    private final Refunding refunding;
    private final PaymentRefunds byStaff;
    private final Disputes disputes;
    private final Ledger ledger;

    RefundOrderHandler(
            StoreOrders own,
            OrderStore orders,
            RefundStore refunds,
            Refunding refunding,
            PaymentRefunds byStaff,
            Disputes disputes,
            Ledger ledger) {
        this.own = own;
        this.orders = orders;
        this.refunds = refunds;
        this.refunding = refunding;
        this.byStaff = byStaff;
        this.disputes = disputes;
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "refund-order";
    }

    @Override
    public Class<RefundOrder> command() {
        return RefundOrder.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Store(StoreScope.ORDER_REFUND);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    /** Refusals in this order: missing, reference, state, erased, a dispute, currency, amount, what is left. */
    @Override
    public OrderOutcome handle(RefundOrder command, Caller caller) {
        Optional<Order> found = own.find(command.id(), caller);
        if (found.isEmpty()) {
            return new OrderOutcome.Missing();
        }
        // The payment's wallet too: whoever gives back of it has that one locked.
        Customer customer = own.lockedCustomer(found.get());
        Order order = orders.lock(found.get().id()).orElseThrow();
        Optional<Refund> before = refunds.find(order.id(), command.reference());
        if (before.isPresent()) {
            return before.get().amount().equals(command.amount())
                    ? new OrderOutcome.Shown(own.shown(order.id()))
                    : new OrderOutcome.ReferenceTaken("a refund of the order");
        }
        TransferId payment = order.payment();
        if (payment == null || order.state() != OrderState.PAID) {
            return new OrderOutcome.Conflict("refunded", order.statusAt(own.now()));
        }
        if (customer.wasErased()) {
            return OrderOutcome.Refused.ofErased();
        }
        if (disputes.stand(order.id())) {
            return new OrderOutcome.Conflict("refunded", "disputed");
        }
        return refused(command, order, payment).orElseGet(() -> made(command, order, payment, customer));
    }

    private Optional<OrderOutcome> refused(RefundOrder command, Order order, TransferId payment) {
        Money amount = command.amount();
        if (!amount.currency().equals(order.amount().currency())) {
            return Optional.of(new OrderOutcome.Refused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "the order is in " + order.amount().currencyCode()));
        }
        if (!amount.isPositive()) {
            return Optional.of(
                    new OrderOutcome.Refused(ErrorCode.AMOUNT_BELOW_MINIMUM, "a refund gives something back"));
        }
        Money left = order.amount()
                .minus(order.refunded())
                .minus(order.waiting())
                .minus(new Money(byStaff.minorUnits(payment), amount.currency()));
        return amount.compareTo(left) <= 0
                ? Optional.empty()
                : Optional.of(new OrderOutcome.Limited(
                        ErrorCode.REFUND_EXCEEDS_AVAILABLE, "of the payment " + left + " can be given back", left));
    }

    private OrderOutcome made(RefundOrder command, Order order, TransferId payment, Customer customer) {
        Instant now = own.now();
        boolean atOnce = ledger.stands(payment);
        Refund refund = new Refund(
                order.id(), command.reference(), command.amount(), command.reason(), RefundState.WAITING, null, now);
        long minor = command.amount().minorUnits();
        orders.giveBack(order.id(), atOnce ? minor : 0, atOnce ? 0 : minor, now);
        refunds.insert(refund);
        if (atOnce) {
            refunds.done(refund, refunding.giveBack(order, payment, refund, customer, now), now);
        }
        return new OrderOutcome.Made(own.shown(order.id()));
    }

    @Override
    public Answer answer(OrderOutcome outcome) {
        return outcome.answer();
    }
}
