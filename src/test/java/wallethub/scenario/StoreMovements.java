package wallethub.scenario;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.customer.Customer;
import wallethub.database.RowScope;
import wallethub.event.BusinessEvent;
import wallethub.event.HoldCaptured;
import wallethub.event.OrderPaid;
import wallethub.event.OrderRefunded;
import wallethub.event.OrderRescueReversed;
import wallethub.event.OrderRescued;
import wallethub.id.EventId;
import wallethub.id.HoldId;
import wallethub.id.OrderId;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.lane.EventPublisher;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;

/** One movement of each kind between a wallet and a web shop, and what the ERP is to have of it. */
final class StoreMovements {

    private final ApplicationContext hub;
    private final Customer customer;
    private final StoreId store = StoreId.next();
    private final OrderId order = OrderId.next();
    private final Map<TransferId, List<String>> expected = new LinkedHashMap<>();

    private StoreMovements(ApplicationContext hub, Customer customer) {
        this.hub = hub;
        this.customer = customer;
    }

    /** What of a posting makes its event. */
    private interface Telling {
        BusinessEvent event(Transfer transfer, PostOutcome.Posted posted);
    }

    /**
     * The wallet needs 6.250 for them and has 4.750 less behind them.
     *
     * @return the lines of each entry by its reference: account, debit, credit, in the order of the accounts
     */
    static Map<TransferId, List<String>> make(ApplicationContext hub, Customer customer) {
        StoreMovements movements = new StoreMovements(hub, customer);
        TransferId paid = movements.paid();
        movements.refunded(paid);
        movements.captured();
        movements.rescueReversed(movements.rescued());
        return movements.expected;
    }

    private TransferId paid() {
        return move(
                TransferKind.PAYMENT,
                "-4.000",
                List.of("2301 4.000 0.000", "4101 0.000 4.000"),
                (transfer, posted) -> new OrderPaid(
                        EventId.next(),
                        transfer.wallet(),
                        customer.id(),
                        customer.externalId(),
                        store,
                        order,
                        "A-1",
                        transfer.id(),
                        "order",
                        transfer.amount(),
                        posted.balanceAfter(),
                        posted.entryNumber(),
                        transfer.occurredAt()));
    }

    private void refunded(TransferId payment) {
        var unused = move(
                TransferKind.REFUND,
                "1.500",
                List.of("2301 0.000 1.500", "4101 1.500 0.000"),
                (transfer, posted) -> new OrderRefunded(
                        EventId.next(),
                        transfer.wallet(),
                        customer.id(),
                        customer.externalId(),
                        store,
                        order,
                        "R-1",
                        transfer.id(),
                        payment,
                        "order-refund",
                        transfer.amount(),
                        posted.balanceAfter(),
                        posted.entryNumber(),
                        transfer.occurredAt()));
    }

    private void captured() {
        var unused = move(
                TransferKind.PAYMENT,
                "-2.250",
                List.of("2301 2.250 0.000", "4101 0.000 2.250"),
                (transfer, posted) -> new HoldCaptured(
                        EventId.next(),
                        transfer.wallet(),
                        customer.id(),
                        customer.externalId(),
                        store,
                        HoldId.next(),
                        "C-1",
                        transfer.id(),
                        "hold-capture",
                        transfer.amount(),
                        posted.balanceAfter(),
                        posted.entryNumber(),
                        transfer.occurredAt()));
    }

    private TransferId rescued() {
        return move(
                TransferKind.RESCUE,
                "5.000",
                List.of("1114 5.000 0.000", "2301 0.000 5.000"),
                (transfer, posted) -> new OrderRescued(
                        EventId.next(),
                        transfer.wallet(),
                        customer.id(),
                        customer.externalId(),
                        store,
                        order,
                        "BANK-7",
                        transfer.id(),
                        "order-rescue",
                        transfer.amount(),
                        posted.balanceAfter(),
                        posted.entryNumber(),
                        transfer.occurredAt()));
    }

    private void rescueReversed(TransferId rescue) {
        var unused = move(
                TransferKind.RESCUE_REVERSAL,
                "-5.000",
                List.of("1114 0.000 5.000", "2301 5.000 0.000"),
                (transfer, posted) -> new OrderRescueReversed(
                        EventId.next(),
                        transfer.wallet(),
                        customer.id(),
                        customer.externalId(),
                        store,
                        order,
                        "BANK-7",
                        transfer.id(),
                        rescue,
                        "order-rescue-reversal",
                        transfer.amount(),
                        posted.balanceAfter(),
                        posted.entryNumber(),
                        transfer.occurredAt()));
    }

    private TransferId move(TransferKind kind, String amount, List<String> lines, Telling telling) {
        TransferId id = TransferId.next();
        String clearing = kind == TransferKind.RESCUE || kind == TransferKind.RESCUE_REVERSAL
                ? "clearing:rescue:" + store
                : "revenue:store:" + store;
        Transfer transfer = new Transfer(
                id,
                kind,
                customer.wallet(),
                Money.parse(amount, customer.currency()),
                clearing,
                "movement-" + id,
                Instant.now().truncatedTo(ChronoUnit.MICROS));
        RowScope.system()
                .run(() -> hub.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
                    PostOutcome outcome = hub.getBean(Ledger.class).post(transfer);
                    if (!(outcome instanceof PostOutcome.Posted posted)) {
                        throw new IllegalStateException(kind + " came to " + outcome);
                    }
                    hub.getBean(EventPublisher.class).publish(List.of(telling.event(transfer, posted)));
                }));
        expected.put(id, lines);
        return id;
    }
}
