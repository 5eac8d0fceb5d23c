package wallethub.checkout;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StoreScope;
import wallethub.crash.CommitPoints;
import wallethub.crash.CrashPoint;
import wallethub.customer.Customer;
import wallethub.event.OrderRescued;
import wallethub.id.EventId;
import wallethub.id.TransferId;
import wallethub.lane.EventPublisher;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.mapping.Mappings;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.problem.ErrorCode;
import wallethub.recharge.Disputes;
import wallethub.shop.StoreCaps;

/**
 * Operation {@code rescue-order}: one credit for an order at most, within the store's caps for one rescue and for a day of
 * the business, from a clearing account of the store's own. Finance has a task until the bank has paid or the rescue is
 * reversed.
 */
@Component
class RescueOrderHandler implements StoreOperation<RescueOrder, OrderOutcome> {

    private static final Logger log = LoggerFactory.getLogger(RescueOrderHandler.class);

    private final StoreFront stores;
    private final StoreOrders own;
    private final OrderStore orders;
    private final RescueStore rescues;
    private final Disputes disputes;
    private final Ledger ledger;
    private final EventPublisher events;
    private final Mappings mappings;

    RescueOrderHandler(
            StoreFront stores,
            StoreOrders own,
            OrderStore orders,
            RescueStore rescues,
            Disputes disputes,
            Ledger ledger,
            EventPublisher events,
            Mappings mappings) {
        this.stores = stores;
        this.own = own;
        this.orders = orders;
        this.rescues = rescues;
        this.disputes = disputes;
        this.ledger = ledger;
        this.events = events;
        this.mappings = mappings;
    }

    @Override
    public String name() {
        return "rescue-order";
    }

    @Override
    public Class<RescueOrder> command() {
        return RescueOrder.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Store(StoreScope.ORDER_RESCUE);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    /**
     * Refusals in this order: missing, rescued before, erased, paid, a dispute, currency, amount, the order's price, the store's
     * caps.
     */
    @Override
    public OrderOutcome handle(RescueOrder command, Caller caller) {
        Optional<Order> found = own.find(command.id(), caller);
        if (found.isEmpty()) {
            return new OrderOutcome.Missing();
        }
        Customer customer = own.lockedCustomer(found.get());
        Order order = orders.lock(found.get().id()).orElseThrow();
        Optional<Rescue> before = rescues.find(order.id());
        if (before.isPresent()) {
            return again(command, before.get());
        }
        if (customer.wasErased()) {
            return OrderOutcome.Refused.ofErased();
        }
        if (order.state() == OrderState.PAID) {
            // The bank may have come in this moment; what it owes beside a payment that came is for finance.
            return new OrderOutcome.Conflict("rescued", order.statusAt(own.now()));
        }
        if (disputes.stand(order.id())) {
            return new OrderOutcome.Conflict("rescued", "disputed");
        }
        Rescue rescue = rescue(command, order, customer);
        return refused(rescue, order).orElseGet(() -> made(rescue, order, customer));
    }

    private OrderOutcome again(RescueOrder command, Rescue before) {
        return before.amount().equals(command.amount())
                        && before.bankReference().equals(command.bankReference())
                ? new OrderOutcome.Shown(own.shown(before.order()))
                : new OrderOutcome.ReferenceTaken("a rescue of the order");
    }

    private Rescue rescue(RescueOrder command, Order order, Customer customer) {
        Instant now = own.now();
        return new Rescue(
                order.id(),
                order.store(),
                customer.id(),
                customer.wallet(),
                command.amount(),
                LocalDate.ofInstant(now, mappings.businessZone()),
                command.reason(),
                command.bankReference(),
                TransferId.next(),
                null,
                now,
                null);
    }

    private Optional<OrderOutcome> refused(Rescue rescue, Order order) {
        Money amount = rescue.amount();
        if (!amount.currency().equals(order.amount().currency())) {
            return Optional.of(new OrderOutcome.Refused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "the order is in " + order.amount().currencyCode()));
        }
        if (!amount.isPositive()) {
            return Optional.of(new OrderOutcome.Refused(ErrorCode.AMOUNT_BELOW_MINIMUM, "a rescue gives something"));
        }
        if (amount.compareTo(order.amount()) > 0) {
            return Optional.of(new OrderOutcome.Limited(
                    ErrorCode.AMOUNT_ABOVE_MAXIMUM, "the order costs " + order.amount(), order.amount()));
        }
        return beyondCaps(rescue, stores.of(order.store()).caps());
    }

    /** The day's row is locked last, and counted only when everything else fits. */
    private Optional<OrderOutcome> beyondCaps(Rescue rescue, StoreCaps caps) {
        if (!caps.currency().equals(rescue.amount().currency())
                || rescue.amount().compareTo(caps.rescueMax()) > 0) {
            return Optional.of(new OrderOutcome.Limited(
                    ErrorCode.AMOUNT_ABOVE_MAXIMUM, "the store rescues at most " + caps.rescueMax(), caps.rescueMax()));
        }
        return rescues.count(rescue.store(), rescue.day(), rescue.amount(), caps.rescueDaily())
                ? Optional.empty()
                : Optional.of(new OrderOutcome.Limited(
                        ErrorCode.RESCUE_LIMIT_REACHED,
                        "the store rescues at most " + caps.rescueDaily() + " a day",
                        caps.rescueDaily()));
    }

    private OrderOutcome made(Rescue rescue, Order order, Customer customer) {
        Transfer transfer = new Transfer(
                rescue.transfer(),
                TransferKind.RESCUE,
                rescue.wallet(),
                rescue.amount(),
                rescue.account(),
                rescue.key(),
                rescue.madeAt());
        if (!(ledger.post(transfer) instanceof PostOutcome.Posted posted)) {
            // A credit is refused neither by funds nor by a freeze, and its key is that of its row.
            throw new IllegalStateException("the rescue of " + order.id() + " was not posted");
        }
        rescues.insert(rescue);
        rescues.task(rescue);
        events.publish(List.of(event(rescue, customer, posted)));
        log.atWarn()
                .addKeyValue("orderId", order.id())
                .addKeyValue("storeId", order.store())
                .addKeyValue("transferId", rescue.transfer())
                .log("order rescued");
        CommitPoints.around(CrashPoint.BEFORE_RESCUE_COMMIT, CrashPoint.AFTER_RESCUE_COMMIT);
        return new OrderOutcome.Made(own.shown(order.id()));
    }

    private static OrderRescued event(Rescue rescue, Customer customer, PostOutcome.Posted posted) {
        return new OrderRescued(
                EventId.next(),
                rescue.wallet(),
                customer.id(),
                customer.externalId(),
                rescue.store(),
                rescue.order(),
                rescue.bankReference(),
                rescue.transfer(),
                "order-rescue",
                rescue.amount(),
                posted.balanceAfter(),
                posted.entryNumber(),
                rescue.madeAt());
    }

    @Override
    public Answer answer(OrderOutcome outcome) {
        return outcome.answer();
    }
}
