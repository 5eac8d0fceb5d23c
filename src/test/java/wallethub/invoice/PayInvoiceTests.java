package wallethub.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static wallethub.invoice.InvoiceFixture.dinars;
import static wallethub.invoice.InvoiceFixture.later;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import wallethub.id.InvoiceId;
import wallethub.id.TransferId;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;
import wallethub.testing.AtOnce;
import wallethub.testing.CustomerRow;

/** Invoices paid because their customer asked for it. */
class PayInvoiceTests {

    private static final int CLIENTS = 100;

    private final InvoiceFixture hub = new InvoiceFixture();

    @AfterEach
    void invariantsHold() {
        hub.close();
    }

    /** A plan of a young table stays with its connection; one that reads all deductions gets slower with each payment. */
    @Test
    void deductionsOfAnInvoiceAreFoundByItsIdInAYoungTableToo() {
        List<String> plan = hub.jdbc
                .sql(
                        "explain select sum(amount_minor) from invoice_deduction where invoice_id = 'x' and reversal_id is null")
                .query(String.class)
                .list();

        assertThat(String.join("\n", plan)).contains("using invoice_deduction_pk", "Index Cond: (invoice_id = 'x'");
    }

    @Test
    void anInvoiceIsPaidOnceAndTheErpIsTold() {
        CustomerRow ann = hub.customer("20.000");
        InvoiceId invoice = hub.mirrored(hub.open(ann, "12.500"));

        InvoicePayment payment = ((PayInvoiceOutcome.Paid) hub.pay(ann, invoice, "12.500")).payment();

        assertThat(payment.balance()).isEqualTo(dinars("7.500"));
        assertThat(payment.invoiceId()).isEqualTo(invoice);
        assertThat(payment.transactionId()).isEqualTo(hub.payment(invoice));
        assertThat(hub.shown(ann, invoice).state()).isEqualTo("paid");
        assertThat(hub.shown(ann, invoice).open()).isEqualTo(dinars("0.000"));
        assertThat(hub.balance(ann)).isEqualTo("7.500");
        assertThat(hub.events(ann)).containsExactly("invoice.deducted");
        assertThat(hub.pay(ann, invoice, "12.500")).isEqualTo(new PayInvoiceOutcome.AlreadyPaid());
        assertThat(hub.balance(ann)).isEqualTo("7.500");
    }

    @Test
    void scenario32_ofAHundredDevicesOneHasPaid() {
        hub.warmUp();
        // Once with money for many, once for one: who comes late must not be told of too little money.
        for (String money : List.of("500.000", "5.000")) {
            CustomerRow ann = hub.customer(money);
            InvoiceId invoice = hub.mirrored(hub.open(ann, "5.000"));

            List<PayInvoiceOutcome> outcomes = AtOnce.run(CLIENTS, n -> hub.pay(ann, invoice, "5.000"));

            assertThat(outcomes)
                    .filteredOn(PayInvoiceOutcome.Paid.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes)
                    .filteredOn(new PayInvoiceOutcome.AlreadyPaid()::equals)
                    .hasSize(CLIENTS - 1);
            assertThat(hub.wallet(ann).balance()).isEqualTo(dinars(money).minus(dinars("5.000")));
            assertThat(hub.events(ann)).containsExactly("invoice.deducted");
        }
    }

    @Test
    void scenario33_aHundredInvoicesRacingForMoneyForSixtyPayExactlySixty() {
        hub.warmUp();
        CustomerRow ann = hub.customer("62.000");
        hub.hold(ann, "2.000");
        List<InvoiceId> invoices = IntStream.range(0, CLIENTS)
                .mapToObj(n -> hub.mirrored(hub.open(ann, "1.000")))
                .toList();

        List<PayInvoiceOutcome> outcomes = AtOnce.run(CLIENTS, n -> hub.pay(ann, invoices.get(n), "1.000"));

        assertThat(outcomes)
                .filteredOn(PayInvoiceOutcome.Paid.class::isInstance)
                .hasSize(60);
        assertThat(outcomes)
                .filteredOn(new PayInvoiceOutcome.TooLittle(dinars("1.000"))::equals)
                .hasSize(40);
        assertThat(hub.wallet(ann).available()).isEqualTo(dinars("0.000"));
        assertThat(hub.wallet(ann).held()).isEqualTo(dinars("2.000"));
    }

    @Test
    void scenario34_cancelledBetweenTheLookAndTheCommitNothingIsPaid() throws Exception {
        assertOvertaken("cancelled", "5.000", "0.000", new PayInvoiceOutcome.NotPayable("it is cancelled"));
    }

    @Test
    void scenario34_changedBetweenTheLookAndTheCommitNothingIsPaid() throws Exception {
        assertOvertaken("open", "5.000", "3.000", new PayInvoiceOutcome.Changed(dinars("3.000")));
        assertOvertaken("paid", "5.000", "0.000", new PayInvoiceOutcome.AlreadyPaid());
        // Its text, say: another version is another look, although the money is the same.
        assertOvertaken("open", "5.000", "5.000", new PayInvoiceOutcome.Changed(dinars("5.000")));
    }

    /** The ERP's newer word commits while the payment, which has read the older one, waits for the wallet. */
    private void assertOvertaken(String state, String total, String open, PayInvoiceOutcome expected) throws Exception {
        CustomerRow ann = hub.customer("20.000");
        MirrorInvoice word = hub.open(ann, "5.000");
        InvoiceId invoice = hub.mirrored(word);
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch waits = new CountDownLatch(1);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> erp = threads.submit(() -> hub.inTransaction(() -> {
                hub.tell(later(word, state, total, open));
                told.countDown();
                return join(waits);
            }));
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
            Future<PayInvoiceOutcome> payment = threads.submit(() -> hub.pay(ann, invoice, "5.000"));
            await("the payment waits for the wallet")
                    .atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> hub.behind
                            .sql("select exists (select from pg_stat_activity where datname = current_database() "
                                    + "and wait_event_type = 'Lock' and query like '%ledger_post%')")
                            .query(Boolean.class)
                            .single());
            waits.countDown();
            assertThat(erp.get(10, TimeUnit.SECONDS)).isTrue();

            assertThat(payment.get(10, TimeUnit.SECONDS)).isEqualTo(expected);
        }
        assertThat(hub.balance(ann)).isEqualTo("20.000");
        assertThat(hub.events(ann)).isEmpty();
        assertThat(hub.wallet(ann).lastEntryNumber()).isEqualTo(1);
    }

    private static boolean join(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatCannotBePaidIsRefusedAndMovesNothing() {
        CustomerRow ann = hub.customer("20.000");
        CustomerRow bob = hub.customer("20.000");
        InvoiceId open = hub.mirrored(hub.open(ann, "5.000"));
        InvoiceId cancelled = hub.mirrored(hub.word(ann, "c", "cancelled", "5.000", "0.000", 0));
        InvoiceId paid = hub.mirrored(hub.word(ann, "p", "paid", "5.000", "0.000", 0));
        InvoiceId zero = hub.mirrored(hub.word(ann, "z", "open", "0.000", "0.000", 0));
        InvoiceId credit = hub.mirrored(hub.word(ann, "n", "open", "-5.000", "-5.000", 0));
        Currency riyals = Currency.getInstance("SAR");
        InvoiceId foreign = hub.mirrored(InvoiceFixture.word(
                ann,
                "f",
                "open",
                Money.parse("5.00", riyals),
                Money.parse("5.00", riyals),
                LocalDate.parse("2026-03-31"),
                0));

        assertThat(hub.pay(bob, open, "5.000")).isEqualTo(new PayInvoiceOutcome.Missing());
        assertThat(hub.pay(ann, InvoiceId.next(), "5.000")).isEqualTo(new PayInvoiceOutcome.Missing());
        assertThat(hub.pay(ann, cancelled, "5.000")).isEqualTo(new PayInvoiceOutcome.NotPayable("it is cancelled"));
        assertThat(hub.pay(ann, paid, "5.000")).isEqualTo(new PayInvoiceOutcome.AlreadyPaid());
        assertThat(hub.pay(ann, zero, "0.000")).isEqualTo(new PayInvoiceOutcome.NotPayable("nothing is owed by it"));
        assertThat(hub.pay(ann, credit, "-5.000")).isEqualTo(new PayInvoiceOutcome.NotPayable("nothing is owed by it"));
        assertThat(hub.pay(ann, open, "4.999")).isEqualTo(new PayInvoiceOutcome.Changed(dinars("5.000")));
        assertThat(hub.pay(ann, open, Money.parse("5.00", riyals)))
                .isEqualTo(new PayInvoiceOutcome.OtherCurrency("KWD"));
        assertThat(hub.pay(ann, foreign, Money.parse("5.00", riyals)))
                .isEqualTo(new PayInvoiceOutcome.OtherCurrency("KWD"));

        assertThat(hub.balance(ann)).isEqualTo("20.000");
        assertThat(hub.balance(bob)).isEqualTo("20.000");
        assertThat(hub.rows("select transfer_id from invoice_deduction")).isEmpty();
        assertThat(hub.shown(ann, credit).open()).isEqualTo(dinars("-5.000"));
    }

    @Test
    void anInvoiceOfAnErpThatIsNotInUseIsNotPaid() {
        CustomerRow ann = hub.customer("20.000");
        InvoiceId invoice = hub.mirrored(hub.open(ann, "5.000"));
        hub.behind.sql("update invoice_mirror set system = 'tryton'").update();

        assertThat(hub.pay(ann, invoice, "5.000")).isEqualTo(new PayInvoiceOutcome.NotPayable("its ERP is not in use"));
        hub.extent(DeductionRules.Extent.FULL);
        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(0, 0));

        assertThat(hub.balance(ann)).isEqualTo("20.000");
    }

    @Test
    void aFrozenWalletPaysNothing() {
        CustomerRow ann = hub.customer("20.000");
        InvoiceId invoice = hub.mirrored(hub.open(ann, "5.000"));
        hub.inTransaction(() -> {
            hub.ledger.freeze(ann.wallet());
            return 0;
        });

        assertThat(hub.pay(ann, invoice, "5.000")).isEqualTo(new PayInvoiceOutcome.Frozen());

        assertThat(hub.balance(ann)).isEqualTo("20.000");
    }

    @Test
    void theShortfallLeavesHeldMoneyAloneAndHasTheDebtInIt() {
        CustomerRow ann = hub.customer("20.000");
        hub.hold(ann, "16.000");
        InvoiceId invoice = hub.mirrored(hub.open(ann, "5.000"));
        CustomerRow bob = hub.customer("1.000");
        hub.post(bob, TransferKind.ADJUSTMENT, "-3.000");
        InvoiceId other = hub.mirrored(hub.open(bob, "5.000"));

        PayInvoiceOutcome refused = hub.pay(ann, invoice, "5.000");
        assertThat(refused).isEqualTo(new PayInvoiceOutcome.TooLittle(dinars("1.000")));
        assertThat(hub.pay(bob, other, "5.000")).isEqualTo(new PayInvoiceOutcome.TooLittle(dinars("7.000")));

        Answer.Refusal answer = (Answer.Refusal) hub.answer(refused);
        assertThat(answer.code()).isEqualTo(ErrorCode.INSUFFICIENT_FUNDS);
        assertThat(answer.extras())
                .isEqualTo(Map.of(
                        "shortfall",
                        dinars("1.000"),
                        "rechargeLink",
                        "/api/customer/v1/recharge-options?forShortfall=1.000"));
        assertThat(hub.balance(ann)).isEqualTo("20.000");
        assertThat(hub.balance(bob)).isEqualTo("-2.000");
    }

    @Test
    void whatWasPaidAtTheErpsCounterIsNotPaidTwice() {
        CustomerRow ann = hub.customer("50.000");
        MirrorInvoice word = hub.open(ann, "30.000");
        InvoiceId invoice = hub.mirrored(word);
        hub.tell(later(word, "open", "30.000", "17.500"));

        assertThat(hub.pay(ann, invoice, "30.000")).isEqualTo(new PayInvoiceOutcome.Changed(dinars("17.500")));
        assertThat(hub.pay(ann, invoice, "17.500")).isInstanceOf(PayInvoiceOutcome.Paid.class);

        assertThat(hub.balance(ann)).isEqualTo("32.500");
    }

    @Test
    void theDatabaseItselfRefusesMoreThanTheTotalAndAnotherTransfer() {
        CustomerRow ann = hub.customer("50.000");
        InvoiceId invoice = hub.mirrored(hub.open(ann, "5.000"));
        hub.pay(ann, invoice, "5.000");
        String more = """
                insert into invoice_deduction (invoice_id, attempt, transfer_id, customer_id, wallet_id, amount_minor, currency,
                    cause, mirror_changed_at, paid_through_minor, made_at)
                values ('%s', 2, '%s', '%s', '%s', 1, 'KWD', 'request', now(), 0, now())
                """;
        TransferId transfer = TransferId.next();
        assertThatThrownBy(() -> hub.inTransaction(() -> {
                    hub.ledger.post(new Transfer(
                            transfer,
                            TransferKind.PAYMENT,
                            ann.wallet(),
                            dinars("-0.001"),
                            "revenue:invoices",
                            invoice + "/2",
                            InvoiceFixture.NOON));
                    return hub.jdbc
                            .sql(more.formatted(invoice, transfer, ann.id(), ann.wallet()))
                            .update();
                }))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("are above its total");
        TransferId recharge = hub.credit(ann, "0.001");
        assertThatThrownBy(() -> hub.jdbc
                        .sql(more.formatted(invoice, recharge, ann.id(), ann.wallet()))
                        .update())
                .hasMessageContaining("does not pay attempt 2");
        assertThatThrownBy(() -> hub.jdbc
                        .sql("update invoice_deduction set amount_minor = 1")
                        .update())
                .hasMessageContaining("stays as it was written");
        assertThatThrownBy(() -> hub.jdbc
                        .sql("update invoice_deduction set reversal_id = '%s', reversal_code = 'C', reversed_at = now()"
                                .formatted(recharge))
                        .update())
                .hasMessageContaining("does not give attempt 1");
    }
}
