package wallethub.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.customer.AlertFixture.dinars;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wallethub.database.RowScope;
import wallethub.id.HoldId;
import wallethub.id.TransferId;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;
import wallethub.testing.AtOnce;
import wallethub.testing.CustomerRow;

/** Low balances and debts, with five dinars as the minimum and half a dinar as the margin above it. */
class BalanceAlertTests {

    private static final Money MINIMUM = dinars("5.000");
    private static final Money OVER = dinars("5.500");

    private static AlertFixture hub;

    @BeforeAll
    static void start() {
        hub = new AlertFixture();
    }

    @AfterAll
    static void theLedgerIsWhole() {
        hub.close();
    }

    @Test
    void isToldOnceWhenItFallsBelowAndOnceWhenItIsAMarginAboveAgain() {
        CustomerRow customer = hub.customer("10.000");
        assertThat(hub.open(customer)).isEmpty();
        hub.move(customer, TransferKind.PAYMENT, "-5.000");
        assertThat(hub.open(customer)).as("five is not below five").isEmpty();
        hub.move(customer, TransferKind.PAYMENT, "-0.001");
        assertThat(hub.open(customer)).containsExactly("low_balance");
        hub.move(customer, TransferKind.REFUND, "0.500");
        assertThat(hub.open(customer)).as("5.499 is not over").containsExactly("low_balance");
        hub.move(customer, TransferKind.REFUND, "0.001");
        assertThat(hub.open(customer)).isEmpty();
        hub.move(customer, TransferKind.PAYMENT, "-0.501");
        assertThat(hub.told(customer))
                .containsExactly("raised low_balance", "cleared low_balance", "raised low_balance");
        assertThat(hub.behind
                        .sql(
                                "select amount_minor || ' ' || threshold_minor from customer_alert where wallet_id = :w order by id")
                        .param("w", customer.wallet().text())
                        .query(String.class)
                        .list())
                .containsExactly("4999 5000", "4999 5000");
    }

    @Test
    void manySmallMovementsAroundTheMinimumAreToldOnce() {
        CustomerRow customer = hub.customer("5.010");
        for (int i = 0; i < 30; i++) {
            hub.move(customer, TransferKind.PAYMENT, "-0.020");
            hub.move(customer, TransferKind.REFUND, "0.020");
        }
        assertThat(hub.told(customer)).containsExactly("raised low_balance");
    }

    @Test
    void aWalletThatNeverHadTheMinimumIsNotToldThatItFell() {
        CustomerRow customer = hub.customer("3.000");
        hub.move(customer, TransferKind.PAYMENT, "-1.000");
        assertThat(hub.told(customer)).isEmpty();
    }

    @Test
    void aDebtStandsFromTheFirstThatIsOwedToTheLast() {
        CustomerRow customer = hub.customer("6.000");
        hub.move(customer, TransferKind.CHARGEBACK, "-7.250");
        assertThat(hub.open(customer)).containsExactly("debt", "low_balance");
        hub.move(customer, TransferKind.RECHARGE, "1.249");
        assertThat(hub.open(customer)).containsExactly("debt", "low_balance");
        hub.move(customer, TransferKind.RECHARGE, "0.001");
        assertThat(hub.open(customer)).containsExactly("low_balance");
        hub.move(customer, TransferKind.RECHARGE, "20.000");
        assertThat(hub.told(customer))
                .containsExactly("raised low_balance", "raised debt", "cleared debt", "cleared low_balance");
    }

    @Test
    void whateverMovesTheMoneyRaisesAndClears() {
        for (TransferKind debit : List.of(
                TransferKind.PAYMENT,
                TransferKind.CHARGEBACK,
                TransferKind.ADJUSTMENT,
                TransferKind.ERP_ENTRY,
                TransferKind.REVERSAL)) {
            for (TransferKind credit : List.of(
                    TransferKind.RECHARGE,
                    TransferKind.UNMATCHED_CREDIT,
                    TransferKind.REFUND,
                    TransferKind.ADJUSTMENT,
                    TransferKind.ERP_ENTRY,
                    TransferKind.REVERSAL)) {
                CustomerRow customer = hub.customer("9.000");
                hub.move(customer, debit, "-5.000");
                assertThat(hub.open(customer)).as(debit.name()).containsExactly("low_balance");
                hub.move(customer, credit, "5.000");
                assertThat(hub.open(customer)).as(credit.name()).isEmpty();
            }
        }
    }

    @Test
    void aPaymentThatIsGivenBackClears() {
        CustomerRow customer = hub.customer("9.000");
        TransferId payment = hub.move(customer, TransferKind.PAYMENT, "-5.000");
        hub.giveBack(payment);
        assertThat(hub.told(customer)).containsExactly("raised low_balance", "cleared low_balance");
    }

    @Test
    void whatIsHeldCannotBeSpent() {
        CustomerRow customer = hub.customer("9.000");
        HoldId released = hub.hold(customer, "5.000");
        assertThat(hub.open(customer)).containsExactly("low_balance");
        hub.run(() -> hub.ledger.release(released));
        assertThat(hub.open(customer)).isEmpty();

        HoldId captured = hub.hold(customer, "5.000");
        hub.capture(captured, "1.000", true);
        assertThat(hub.open(customer)).as("the rest is held still").containsExactly("low_balance");
        hub.capture(captured, "1.000", false);
        assertThat(hub.open(customer)).as("the rest was given back").isEmpty();

        hub.hold(customer, "6.000");
        assertThat(hub.open(customer)).containsExactly("low_balance");
        hub.clock.advance(Duration.ofHours(2));
        hub.run(() -> hub.ledger.expireHolds(100));
        assertThat(hub.open(customer)).isEmpty();
        assertThat(hub.told(customer)).hasSize(6);
    }

    @Test
    void oneTransactionIsOneChangeHoweverManyMovesItMakes() {
        CustomerRow customer = hub.customer("9.000");
        hub.run(() -> {
            hub.ledger.post(hub.transfer(customer, TransferKind.PAYMENT, "-8.000"));
            hub.ledger.post(hub.transfer(customer, TransferKind.REFUND, "8.000"));
        });
        assertThat(hub.told(customer)).isEmpty();
        hub.run(() -> {
            hub.ledger.post(hub.transfer(customer, TransferKind.PAYMENT, "-3.000"));
            hub.ledger.post(hub.transfer(customer, TransferKind.PAYMENT, "-3.000"));
        });
        assertThat(hub.told(customer)).containsExactly("raised low_balance");
    }

    @Test
    void ofABatchEachWalletIsTold() {
        List<CustomerRow> customers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            customers.add(hub.customer("9.000"));
        }
        hub.run(() -> hub.ledger.post(customers.stream()
                .map(customer -> hub.transfer(customer, TransferKind.PAYMENT, "-5.000"))
                .toList()));
        assertThat(customers)
                .allSatisfy(customer -> assertThat(hub.told(customer)).containsExactly("raised low_balance"));
        hub.run(() -> hub.ledger.post(customers.stream()
                .map(customer -> hub.transfer(customer, TransferKind.RECHARGE, "5.000"))
                .toList()));
        assertThat(customers)
                .allSatisfy(customer ->
                        assertThat(hub.told(customer)).containsExactly("raised low_balance", "cleared low_balance"));
    }

    @Test
    void whatIsGivenUpLeavesNothing() {
        CustomerRow customer = hub.customer("9.000");
        assertThatThrownBy(() -> hub.run(() -> {
                    hub.ledger.post(hub.transfer(customer, TransferKind.PAYMENT, "-8.000"));
                    throw new IllegalStateException("given up");
                }))
                .hasMessage("given up");
        assertThat(hub.open(customer)).isEmpty();
        assertThat(hub.told(customer)).isEmpty();
        assertThat(hub.wallet(customer).balance()).isEqualTo(dinars("9.000"));
    }

    /** Said again by a lane, a transfer is posted once, and so is what it raised. */
    @Test
    void aTransferThatComesTwiceIsToldOnce() {
        CustomerRow customer = hub.customer("9.000");
        var payment = hub.transfer(customer, TransferKind.PAYMENT, "-8.000");
        hub.run(() -> hub.ledger.post(payment));
        hub.run(() -> hub.ledger.post(payment));
        assertThat(hub.told(customer)).containsExactly("raised low_balance");
    }

    @Test
    void aCustomersOwnPaymentRaisesUnderTheirOwnScope() {
        CustomerRow customer = hub.customer("9.000");
        hub.inTransaction(
                RowScope.of(customer.id()),
                () -> hub.ledger.post(hub.transfer(customer, TransferKind.PAYMENT, "-8.000")));
        hub.inTransaction(
                RowScope.of(customer.id()),
                () -> hub.ledger.post(hub.transfer(customer, TransferKind.REFUND, "8.000")));
        assertThat(hub.told(customer)).containsExactly("raised low_balance", "cleared low_balance");
    }

    /** Each step is a transaction of its own; the rule is followed beside it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyHistoryIsToldByTheRule(long seed) {
        Random random = new Random(seed);
        CustomerRow customer = hub.customer("6.000");
        List<HoldId> holds = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        boolean low = false;
        boolean debt = false;
        for (int step = 0; step < 40; step++) {
            Money before = hub.wallet(customer).available();
            step(customer, random, holds, before);
            Money after = hub.wallet(customer).available();
            if (debt && !after.isNegative()) {
                debt = false;
                expected.add("cleared debt");
            }
            if (low && after.compareTo(OVER) >= 0) {
                low = false;
                expected.add("cleared low_balance");
            }
            if (!low && before.compareTo(MINIMUM) >= 0 && after.compareTo(MINIMUM) < 0) {
                low = true;
                expected.add("raised low_balance");
            }
            if (!debt && after.isNegative()) {
                debt = true;
                expected.add("raised debt");
            }
        }
        assertThat(hub.told(customer).stream().sorted())
                .as("seed " + seed)
                .containsExactlyElementsOf(expected.stream().sorted().toList());
        assertThat(hub.open(customer).contains("low_balance"))
                .as("seed " + seed)
                .isEqualTo(low);
        assertThat(hub.open(customer).contains("debt")).as("seed " + seed).isEqualTo(debt);
    }

    private static void step(CustomerRow customer, Random random, List<HoldId> holds, Money available) {
        String amount = new Money(1 + random.nextInt(3_000), AlertFixture.KWD).amount();
        boolean covered = available.compareTo(dinars(amount)) >= 0;
        switch (random.nextInt(7)) {
            case 0 -> hub.move(customer, TransferKind.RECHARGE, amount);
            case 1 -> hub.move(customer, TransferKind.ERP_ENTRY, "-" + amount);
            case 2 -> hub.move(customer, TransferKind.ADJUSTMENT, random.nextBoolean() ? amount : "-" + amount);
            case 3 -> {
                if (covered) {
                    hub.move(customer, TransferKind.PAYMENT, "-" + amount);
                }
            }
            case 4 -> {
                if (covered) {
                    holds.add(hub.hold(customer, amount));
                }
            }
            case 5 -> {
                if (!holds.isEmpty()) {
                    HoldId hold = holds.removeFirst();
                    hub.run(() -> hub.ledger.release(hold));
                }
            }
            default -> {
                if (!holds.isEmpty()) {
                    hub.capture(holds.removeFirst(), "0.001", false);
                }
            }
        }
    }

    /** A crowd around the minimum: never two at once, each raised before it is cleared, and at the end it is as the balance says. */
    @Test
    void aCrowdRaisesAndClearsInTurn() {
        CustomerRow customer = hub.customer("6.000");
        AtOnce.runOn(
                12,
                120,
                n -> hub.inTransaction(() -> {
                    boolean debit = n % 2 == 0;
                    return hub.ledger.post(hub.transfer(
                            customer,
                            debit ? TransferKind.ERP_ENTRY : TransferKind.RECHARGE,
                            debit ? "-0.900" : "0.900"));
                }));
        assertThat(hub.wallet(customer).available()).isEqualTo(dinars("6.000"));
        assertThat(hub.open(customer)).isEmpty();
        List<String> low = hub.told(customer).stream()
                .filter(told -> told.endsWith("low_balance"))
                .toList();
        for (int i = 0; i < low.size(); i++) {
            assertThat(low.get(i)).isEqualTo(i % 2 == 0 ? "raised low_balance" : "cleared low_balance");
        }
    }

    @Test
    void theDatabaseHoldsOneOpenAlertOfAKind() {
        CustomerRow customer = hub.customer("9.000");
        hub.move(customer, TransferKind.PAYMENT, "-8.000");
        assertThatThrownBy(() ->
                        hub.behind.sql("""
                                insert into customer_alert (id, kind, wallet_id, customer_id, amount_minor, threshold_minor,
                                    currency, raised_at)
                                select 'alr_x', kind, wallet_id, customer_id, amount_minor, threshold_minor, currency,
                                    raised_at
                                from customer_alert where wallet_id = :w
                                """).param("w", customer.wallet().text()).update())
                .hasMessageContaining("customer_alert_wallet_id_kind_unique");
        hub.move(customer, TransferKind.RECHARGE, "9.000");
        assertThatThrownBy(() -> hub.behind
                        .sql("update customer_alert set cleared_at = null where wallet_id = :w")
                        .param("w", customer.wallet().text())
                        .update())
                .hasMessageContaining("is over since");
        assertThatThrownBy(() -> hub.behind
                        .sql("delete from customer_alert where wallet_id = :w")
                        .param("w", customer.wallet().text())
                        .update())
                .hasMessageContaining("stays as it was told");
    }
}
