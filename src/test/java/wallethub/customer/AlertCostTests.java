package wallethub.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import wallethub.id.HoldId;
import wallethub.ledger.TransferKind;
import wallethub.testing.CustomerRow;

/** What alerts add to a movement of money: nothing, unless there is something to tell. */
class AlertCostTests {

    private static AlertFixture hub;

    @BeforeAll
    static void start() {
        hub = new AlertFixture();
        // The first event makes its targets known.
        hub.move(hub.customer("9.000"), TransferKind.PAYMENT, "-5.000");
    }

    @AfterAll
    static void theLedgerIsWhole() {
        hub.close();
    }

    @Test
    void aMovementThatCrossesNoBoundIsOneStatement() {
        CustomerRow rich = hub.customer("100.000");
        CustomerRow poor = hub.customer("9.000");
        hub.move(poor, TransferKind.PAYMENT, "-5.000");
        for (CustomerRow customer : List.of(rich, poor)) {
            for (TransferKind kind : List.of(TransferKind.PAYMENT, TransferKind.CHARGEBACK)) {
                assertThat(hub.statements.of(() -> hub.move(customer, kind, "-0.100")))
                        .as(kind.name())
                        .hasSize(1);
            }
            for (TransferKind kind : List.of(TransferKind.RECHARGE, TransferKind.REFUND, TransferKind.RESCUE)) {
                assertThat(hub.statements.of(() -> hub.move(customer, kind, "0.100")))
                        .as(kind.name())
                        .hasSize(1);
            }
        }
        assertThat(hub.open(poor)).containsExactly("low_balance");
    }

    @Test
    void aBatchThatCrossesNoBoundIsOneStatement() {
        List<CustomerRow> customers =
                Stream.generate(() -> hub.customer("100.000")).limit(10).toList();
        assertThat(hub.statements.of(() -> hub.run(() -> hub.ledger.post(customers.stream()
                        .map(customer -> hub.transfer(customer, TransferKind.PAYMENT, "-1.000"))
                        .toList()))))
                .hasSize(1);
    }

    /** What a hold gives back is known to a bound only: what can be spent by then is asked once, not per hold. */
    @Test
    void whatHoldsDoIsOneStatementAndTheirEndOneMore() {
        CustomerRow customer = hub.customer("100.000");
        HoldId[] hold = new HoldId[1];
        assertThat(hub.statements.of(() -> hold[0] = hub.hold(customer, "9.000")))
                .hasSize(1);
        assertThat(hub.statements.of(() -> hub.capture(hold[0], "1.000", true))).hasSize(1);
        assertThat(hub.statements.of(() -> hub.capture(hold[0], "1.000", false)))
                .hasSize(1);
        HoldId released = hub.hold(customer, "1.000");
        assertThat(hub.statements.of(() -> hub.run(() -> hub.ledger.release(released))))
                .hasSize(2);
        for (int i = 0; i < 5; i++) {
            hub.hold(customer, "1.000");
        }
        hub.clock.advance(Duration.ofHours(2));
        assertThat(hub.statements.of(() -> hub.run(() -> hub.ledger.expireHolds(100))))
                .as("those that are due, their end, and what can be spent")
                .hasSize(3);
    }

    @Test
    void onlyWhatIsToldCostsMore() {
        CustomerRow customer = hub.customer("9.000");
        List<String> raised = hub.statements.of(() -> hub.move(customer, TransferKind.PAYMENT, "-5.000"));
        assertThat(raised).as(raised.toString()).hasSizeBetween(2, 5);
        assertThat(hub.told(customer)).containsExactly("raised low_balance");
    }
}
