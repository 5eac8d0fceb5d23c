package wallethub.reconciliation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static wallethub.reconciliation.ReconciliationFixture.KWD;
import static wallethub.reconciliation.ReconciliationFixture.found;

import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.ledger.TransferKind;
import wallethub.mapping.Outcome;
import wallethub.money.Money;
import wallethub.testing.TestDatabase;

/** Each cause by itself, what is not a difference, and what ends a run. */
class ReconcilerTests {

    private final ReconciliationFixture fixture = new ReconciliationFixture();
    private final PaperErp erp = fixture.erp;
    private final WalletId wallet = fixture.wallet();
    private final String customer = fixture.customer(wallet);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatAgreesIsNoDifference() {
        WalletId other = fixture.wallet();
        for (int i = 0; i < 5; i++) {
            fixture.booked(wallet, 12_500);
            fixture.booked(other, 1_000);
        }
        fixture.booked(wallet, -2_500);

        RunReport run = fixture.run();

        assertThat(run.state()).isEqualTo("DONE");
        assertThat(found(run)).isEmpty();
        assertThat(run.totals())
                .containsExactly(new RunReport.Total(
                        "KWD", 2, "65.000", "65.000", "0.000", "0.000", "65.000", "0.000", "0.000", "0.000"));
        assertThat(run.wallets()).isEqualTo(2);
        assertThat(run.lines()).isEqualTo(11);
        assertThat(erp.pages).isEqualTo(4);
    }

    @Test
    void twoSidesWithNothingAgree() {
        assertThat(found(fixture.run())).isEmpty();
        assertThat(fixture.jdbc
                        .sql("select count(*) from reconciliation_line")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    @DisplayName("35: what the ERP has not answered for is in flight, whether it has it or not")
    void scenario35() {
        TransferId absent = fixture.post(wallet, TransferKind.RECHARGE, 5_000);
        TransferId there = fixture.post(wallet, TransferKind.RECHARGE, 7_000);
        erp.book(there.text(), customer, money(7_000));

        RunReport run = fixture.run();

        assertThat(found(run)).containsExactly("IN_FLIGHT NOT_SETTLED " + absent + " 5.000 0.000");
        assertThat(run.totals().getFirst())
                .extracting(RunReport.Total::inFlight, RunReport.Total::erp, RunReport.Total::difference)
                .containsExactly("12.000", "7.000", "5.000");
        assertThat(run.unexplained()).isZero();
    }

    @Test
    void missingInTheErp() {
        TransferId lost = fixture.booked(wallet, 5_000);
        erp.tear(lost.text());
        assertThat(found(fixture.run())).containsExactly("MISSING_IN_ERP NO_DOCUMENT " + lost + " 5.000 0.000");
    }

    @Test
    @DisplayName("47: a reference of ours that we never gave is missing here, whoever the customer is")
    void scenario47() {
        TransferId unknown = TransferId.next();
        TransferId nobodys = TransferId.next();
        erp.book(unknown.text(), customer, money(5_000));
        erp.book(nobodys.text(), "C-nobody", money(-1_000));

        RunReport run = fixture.run();

        assertThat(found(run))
                .containsExactlyInAnyOrder(
                        "MISSING_HERE UNKNOWN_REFERENCE " + unknown + " 0.000 5.000",
                        "MISSING_HERE UNKNOWN_REFERENCE " + nobodys + " 0.000 -1.000");
        assertThat(run.totals().getFirst().unexplained()).isEqualTo("0.000");
    }

    @Test
    void anotherAmount() {
        TransferId id = fixture.post(wallet, TransferKind.RECHARGE, 5_000);
        erp.book(id.text(), customer, money(5_001));
        fixture.settle(id, Outcome.SUCCESS);
        assertThat(found(fixture.run())).containsExactly("AMOUNT DIFFERS " + id + " 5.000 5.001");
    }

    @Test
    void anotherCustomerIsNamedOnBothWallets() {
        WalletId other = fixture.wallet();
        TransferId id = fixture.post(wallet, TransferKind.RECHARGE, 5_000);
        erp.book(id.text(), fixture.customer(other), money(5_000));
        fixture.settle(id, Outcome.SUCCESS);

        RunReport run = fixture.run();

        assertThat(run.items())
                .extracting(RunReport.Difference::wallet, RunReport.Difference::note, RunReport.Difference::erp)
                .containsExactlyInAnyOrder(
                        tuple(wallet.text(), "OTHER_CUSTOMER", "0.000"),
                        tuple(other.text(), "OTHER_CUSTOMER", "5.000"));
        assertThat(run.unexplained()).isZero();
    }

    @Test
    @DisplayName("36: two documents of one reference are a duplicate, and none when one of them is cancelled")
    void scenario36() {
        TransferId id = fixture.booked(wallet, 5_000);
        erp.book(id.text(), customer, money(5_000));

        RunReport run = fixture.run();
        assertThat(found(run)).containsExactly("DUPLICATE 2_DOCUMENTS " + id + " 5.000 10.000");
        assertThat(run.items().getFirst().numbers()).isEqualTo("N-D101 N-D102");

        erp.book(id.text(), customer, money(-5_000));
        assertThat(found(fixture.run())).isEmpty();
    }

    @Test
    void severalLinesOfOneDocumentAreOne() {
        TransferId id = fixture.post(wallet, TransferKind.RECHARGE, 5_000);
        erp.book("D1", id.text(), customer, money(2_000));
        erp.book("D1", id.text(), customer, money(3_000));
        fixture.settle(id, Outcome.SUCCESS);
        assertThat(found(fixture.run())).isEmpty();
    }

    @Test
    void cancelledByAnAccountant() {
        TransferId id = fixture.booked(wallet, 5_000);
        erp.book(id.text(), customer, money(-5_000));
        assertThat(found(fixture.run())).containsExactly("CANCELLED BY_DOCUMENT " + id + " 5.000 0.000");
    }

    @Test
    void bornInTheErpUntilItIsImported() {
        String line = erp.book("", customer, money(-1_500));
        String words = erp.book("Correction of March", "C-nobody", money(100));

        assertThat(found(fixture.run()))
                .containsExactlyInAnyOrder(
                        "ERP_BORN NOT_IMPORTED paper:" + line + " 0.000 -1.500",
                        "ERP_BORN CUSTOMER_UNKNOWN paper:" + words + " 0.000 0.100");

        fixture.post(wallet, TransferKind.ERP_ENTRY, -1_500, "paper:" + line);
        erp.tearLine(words);
        assertThat(found(fixture.run())).isEmpty();

        erp.tearLine(line);
        assertThat(found(fixture.run())).containsExactly("MISSING_IN_ERP NO_DOCUMENT paper:" + line + " -1.500 0.000");
    }

    @Test
    void anImportedLineThatWasChangedIsNamed() {
        String line = erp.book("", customer, money(1_500));
        fixture.post(wallet, TransferKind.ERP_ENTRY, 1_400, "paper:" + line);
        assertThat(found(fixture.run())).containsExactly("AMOUNT DIFFERS paper:" + line + " 1.400 1.500");
    }

    @Test
    @DisplayName("37: refused money is named until the ERP has it; a payment that was given back is no difference")
    void scenario37() {
        fixture.booked(wallet, 20_000);
        TransferId recharge = fixture.post(wallet, TransferKind.RECHARGE, 3_000);
        fixture.settle(recharge, Outcome.FATAL);
        TransferId payment = fixture.post(wallet, TransferKind.PAYMENT, -5_000);
        fixture.settle(payment, Outcome.FATAL);

        assertThat(found(fixture.run()))
                .containsExactlyInAnyOrder(
                        "REFUSED NOT_POSTED " + recharge + " 3.000 0.000",
                        "REFUSED NOT_POSTED " + payment + " -5.000 0.000");

        fixture.takeBack(payment);
        erp.book(recharge.text(), customer, money(3_000));
        RunReport run = fixture.run();
        assertThat(found(run)).containsExactly("REFUSED POSTED " + recharge + " 3.000 3.000");
        assertThat(run.totals().getFirst())
                .extracting(RunReport.Total::balance, RunReport.Total::erpConfirmed, RunReport.Total::refused)
                .containsExactly("23.000", "20.000", "3.000");

        erp.book(payment.text(), customer, money(-5_000));
        assertThat(found(fixture.run())).contains("REFUSED POSTED_AFTER_REVERSAL " + payment + " 0.000 -5.000");
        erp.book(payment.text(), customer, money(5_000));
        assertThat(found(fixture.run())).containsExactly("REFUSED POSTED " + recharge + " 3.000 3.000");
    }

    @Test
    @DisplayName("45: what is posted while a run reads the ERP lands in the next run")
    void scenario45() {
        fixture.booked(wallet, 20_000);
        TransferId before = fixture.post(wallet, TransferKind.RECHARGE, 1_000);
        AtomicBoolean once = new AtomicBoolean();
        erp.meanwhile = () -> {
            if (!once.getAndSet(true)) {
                erp.book(before.text(), customer, money(1_000));
                fixture.settle(before, Outcome.SUCCESS);
                fixture.booked(wallet, 4_000);
                WalletId opened = fixture.wallet();
                fixture.booked(opened, 9_000);
                String line = erp.book("", customer, money(700));
                fixture.post(wallet, TransferKind.ERP_ENTRY, 700, "paper:" + line);
            }
        };

        RunReport during = fixture.run();

        assertThat(found(during)).isEmpty();
        assertThat(during.totals().getFirst())
                .extracting(
                        RunReport.Total::balance,
                        RunReport.Total::erp,
                        RunReport.Total::later,
                        RunReport.Total::unexplained)
                .containsExactly("21.000", "21.000", "13.700", "0.000");

        RunReport next = fixture.run();
        assertThat(found(next)).isEmpty();
        assertThat(next.totals().getFirst())
                .extracting(RunReport.Total::balance, RunReport.Total::later)
                .containsExactly("34.700", "0.000");
    }

    @Test
    @DisplayName("46: a run that is asked for twice by one key is one run")
    void scenario46() {
        Reconciler reconciler = fixture.reconciler();
        fixture.booked(wallet, 1_000);

        RunReport first = fixture.run(reconciler, "day-1");
        fixture.booked(wallet, 1_000);
        RunReport again = fixture.run(reconciler, "day-1");

        assertThat(again).isEqualTo(first);
        assertThat(reconciler.last(10)).hasSize(1);
        assertThat(reconciler.ask("day-1")).isInstanceOf(Reconciler.Asked.Known.class);
    }

    @Test
    void oneRunAtATime() {
        Reconciler reconciler = fixture.reconciler();
        Reconciler.Asked.Begun begun = (Reconciler.Asked.Begun) reconciler.ask("first");

        assertThat(reconciler.ask("second"))
                .isInstanceOfSatisfying(
                        Reconciler.Asked.Busy.class,
                        busy -> assertThat(busy.other().id())
                                .isEqualTo(begun.run().id()));

        reconciler.work(begun.run());
        assertThat(reconciler.ask("second")).isInstanceOf(Reconciler.Asked.Begun.class);
    }

    @Test
    void aRunThatDiedIsFailedByTheNextAndFindsNothing() {
        Reconciler reconciler = fixture.reconciler();
        Reconciler.Asked.Begun dead = (Reconciler.Asked.Begun) reconciler.ask("first");
        fixture.jdbc
                .sql("update reconciliation_run set lease_until = now() - interval '1 second'")
                .update();

        RunReport next = fixture.run(reconciler, "first");

        assertThat(next.state()).isEqualTo("DONE");
        assertThat(reconciler.report(dead.run().id()).orElseThrow())
                .extracting(RunReport::state, RunReport::failure)
                .containsExactly("FAILED", "ABANDONED");
        // Whoever was taken for dead and is not finds nothing either.
        reconciler.work(dead.run());
        assertThat(reconciler.report(dead.run().id()).orElseThrow().state()).isEqualTo("FAILED");
        assertThat(reconciler.lastDone().orElseThrow().id()).isEqualTo(next.id());
    }

    @Test
    void aPageThatDoesNotComeIsAskedForAgainAndThenTheRunFails() {
        fixture.booked(wallet, 1_000);
        erp.failures = 1;
        assertThat(fixture.run().state()).isEqualTo("DONE");

        erp.failures = 4;
        RunReport run = fixture.run();
        assertThat(run).extracting(RunReport::state, RunReport::failure).containsExactly("FAILED", "HTTP_503");
        assertThat(run.totals()).isEmpty();
        assertThat(run.items()).isEmpty();
    }

    @Test
    void aBrokenWalletIsUnexplained() {
        fixture.booked(wallet, 1_000);
        var behind = JdbcClient.create(TestDatabase.behind(fixture.database));
        behind.sql("update ledger_wallet set balance_minor = 1007, erp_confirmed_minor = 1007")
                .update();

        RunReport run = fixture.run();

        assertThat(run.unexplained()).isEqualTo(1);
        assertThat(run.items())
                .extracting(RunReport.Difference::cause, RunReport.Difference::note, RunReport.Difference::wallet)
                .containsExactly(tuple("UNEXPLAINED", "SUMS_OF_WALLET", wallet.text()));
        assertThat(run.totals().getFirst().unexplained()).isEqualTo("0.007");
        behind.sql("update ledger_wallet set balance_minor = 1000, erp_confirmed_minor = 1000")
                .update();
    }

    @Test
    void currenciesAreApart() {
        WalletId riyals = fixture.wallet(Currency.getInstance("SAR"));
        fixture.booked(wallet, 1_000);
        TransferId id = fixture.post(riyals, TransferKind.RECHARGE, 1_000);
        erp.book("", customer, new Money(55, Currency.getInstance("USD")));

        RunReport run = fixture.run();

        assertThat(run.totals())
                .extracting(
                        RunReport.Total::currency,
                        RunReport.Total::balance,
                        RunReport.Total::difference,
                        RunReport.Total::unexplained)
                .containsExactly(
                        tuple("KWD", "1.000", "0.000", "0.000"),
                        tuple("SAR", "10.00", "10.00", "0.00"),
                        tuple("USD", "0.00", "-0.55", "0.00"));
        assertThat(found(run)).contains("IN_FLIGHT NOT_SETTLED " + id + " 10.00 0.00");
    }

    @Test
    void aDifferenceStandsWhenASecondRunSeesItAfterTheGracePeriod() {
        TransferId lost = fixture.booked(wallet, 5_000);
        erp.tear(lost.text());
        Reconciler patient = fixture.reconciler(ReconciliationFixture.settings(10, Duration.ofHours(1)));
        Reconciler strict = fixture.reconciler(ReconciliationFixture.settings(10, Duration.ZERO));

        RunReport first = fixture.run(strict, "1");
        assertThat(first.standing()).isZero();
        RunReport second = fixture.run(patient, "2");
        assertThat(second.standing()).isZero();
        assertThat(second.items().getFirst().firstSeenAt())
                .isEqualTo(first.items().getFirst().firstSeenAt());
        RunReport third = fixture.run(strict, "3");
        assertThat(third.standing()).isEqualTo(1);
        assertThat(third.causes()).containsExactly(new RunReport.CauseSum("MISSING_IN_ERP", "KWD", 1, "5.000", 1));
    }

    @Test
    void whatARunFoundStaysAndWhatItWorkedWithGoes() {
        TransferId lost = fixture.booked(wallet, 5_000);
        fixture.booked(wallet, 1_000);
        erp.tear(lost.text());
        RunReport first = fixture.run();
        RunReport second = fixture.run();

        assertThat(fixture.jdbc
                        .sql("select distinct run_id from reconciliation_line")
                        .query(Long.class)
                        .list())
                .containsExactly(second.id());
        assertThat(fixture.jdbc
                        .sql("select run_id from reconciliation_difference order by 1")
                        .query(Long.class)
                        .list())
                .containsExactly(first.id(), second.id());
        for (String change : List.of(
                "update reconciliation_run set difference_count = 0",
                "update reconciliation_total set erp_minor = 0",
                "update reconciliation_difference set cause = 'IN_FLIGHT'")) {
            assertThatThrownBy(() -> JdbcClient.create(TestDatabase.behind(fixture.database))
                            .sql(change)
                            .update())
                    .as(change)
                    .hasMessageContaining("stays as it was found");
        }
    }

    @Test
    void nonsenseFailsTheRun() {
        assertThatThrownBy(() -> ErpPage.of("[]".getBytes(UTF_8), 10)).isInstanceOf(ErpUnreadableException.class);
        erp.meanwhile = () -> {
            throw new ErpUnreadableException("PAGE_MALFORMED", "nonsense", false);
        };
        assertThat(fixture.run().failure()).isEqualTo("PAGE_MALFORMED");
        assertThat(erp.pages).isEqualTo(1);
    }

    private static Money money(long minor) {
        return new Money(minor, KWD);
    }
}
