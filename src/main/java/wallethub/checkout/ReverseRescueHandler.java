package wallethub.checkout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StoreScope;
import wallethub.customer.Customer;
import wallethub.event.OrderRescueReversed;
import wallethub.id.EventId;
import wallethub.id.TransferId;
import wallethub.lane.EventPublisher;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.problem.ErrorCode;

/**
 * Operation {@code reverse-rescue}: the whole of it, once. The customer has the money at the bank, so that neither a freeze
 * nor the floor refuses it; what he has spent meanwhile he owes.
 */
@Component
class ReverseRescueHandler implements StoreOperation<ReverseRescue, OrderOutcome> {

    private static final Logger log = LoggerFactory.getLogger(ReverseRescueHandler.class);

    private final StoreOrders own;
    private final OrderStore orders;
    private final RescueStore rescues;
    private final Ledger ledger;
    private final EventPublisher events;

    ReverseRescueHandler(
            StoreOrders own, OrderStore orders, RescueStore rescues, Ledger ledger, EventPublisher events) {
        this.own = own;
        this.orders = orders;
        this.rescues = rescues;
        this.ledger = ledger;
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
        Customer customer = own.customer(found.get());
        ledger.lock(List.of(customer.wallet()));
        Order order = orders.lock(found.get().id()).orElseThrow();
        Optional<Rescue> rescue = rescues.find(order.id());
        if (rescue.isEmpty()) {
            return new OrderOutcome.Refused(ErrorCode.STATE_CONFLICT, "the order was not rescued");
        }
        if (rescue.get().reversal() == null) {
            reverse(rescue.get(), customer);
        }
        return new OrderOutcome.Shown(own.shown(order.id()));
    }

    private void reverse(Rescue rescue, Customer customer) {
        Instant now = own.now();
        Transfer transfer = new Transfer(
                TransferId.next(),
                TransferKind.RESCUE_REVERSAL,
                customer.wallet(),
                rescue.amount().negated(),
                rescue.account(),
                rescue.key(),
                now);
        if (!(ledger.post(transfer) instanceof PostOutcome.Posted posted)) {
            // It passes the floor and a freeze, and its key is that of the rescue, whose row is locked.
            throw new IllegalStateException("the reversal of the rescue of " + rescue.order() + " was not posted");
        }
        rescues.reversed(rescue.order(), transfer.id(), now);
        events.publish(List.of(event(rescue, customer, transfer, posted)));
        log.atWarn()
                .addKeyValue("orderId", rescue.order())
                .addKeyValue("storeId", rescue.store())
                .addKeyValue("transferId", transfer.id())
                .log("rescue taken back");
    }

    private static OrderRescueReversed event(
            Rescue rescue, Customer customer, Transfer transfer, PostOutcome.Posted posted) {
        return new OrderRescueReversed(
                EventId.next(),
                transfer.wallet(),
                customer.id(),
                customer.externalId(),
                rescue.store(),
                rescue.order(),
                rescue.bankReference(),
                transfer.id(),
                rescue.transfer(),
                "order-rescue-reversal",
                transfer.amount(),
                posted.balanceAfter(),
                posted.entryNumber(),
                transfer.occurredAt());
    }

    @Override
    public Answer answer(OrderOutcome outcome) {
        return outcome.answer();
    }
}
