package wallethub.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static wallethub.invoice.InvoiceFixture.dinars;
import static wallethub.invoice.InvoiceFixture.later;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.id.InvoiceId;
import wallethub.id.TransferId;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;
import wallethub.testing.CustomerRow;

/** What is deducted without being asked for, what the mirror has not seen of it, and its way back. */
class DeductionTests {

    private final InvoiceFixture hub = new InvoiceFixture();

    @AfterEach
    void invariantsHold() {
        hub.close();
    }

    @Test
    void nothingIsDeductedUntilTheSettingSaysSo() {
        CustomerRow ann = hub.customer("20.000");
        hub.mirrored(hub.open(ann, "5.000"));

        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(0, 0));
        assertThat(hub.balance(ann)).isEqualTo("20.000");

        hub.extent(DeductionRules.Extent.FULL);
        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(1, 0));
        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(0, 0));
        assertThat(hub.balance(ann)).isEqualTo("15.000");
        assertThat(hub.rows("select attempt, cause, amount_minor from invoice_deduction"))
                .containsExactly("1 automatic 5000");
    }

    @Test
    void theOrderIsDueDateThenIssueDateThenId() {
        hub.extent(DeductionRules.Extent.PARTIAL);
        CustomerRow ann = hub.customer();
        InvoiceId late = due(ann, "late", "2026-04-30");
        InvoiceId first = due(ann, "first", "2026-03-10");
        InvoiceId second = due(ann, "second", "2026-03-10");

        for (String credit : List.of("1.500", "0.500", "3.000")) {
            hub.credit(ann, credit);
            assertThat(hub.look(ann)).isNotEqualTo(new DeductOutcome.Looked(0, 0));
        }

        assertThat(hub.rows("select invoice_id, amount_minor from invoice_deduction order by transfer_id"))
                .containsExactly(first + " 1500", first + " 500", second + " 2000", late + " 1000");
        assertThat(hub.wallet(ann).balance().isZero()).isTrue();
    }

    private InvoiceId due(CustomerRow customer, String id, String day) {
        return hub.mirrored(
                InvoiceFixture.word(customer, id, "open", dinars("2.000"), dinars("2.000"), LocalDate.parse(day), 0));
    }

    @Test
    void inFullALaterInvoiceNeverOvertakesTheOneThatWaits() {
        hub.extent(DeductionRules.Extent.FULL);
        CustomerRow ann = hub.customer("3.000");
        hub.hold(ann, "2.500");
        InvoiceId first = hub.mirrored(hub.open(ann, "1.000"));
        InvoiceId second = hub.mirrored(hub.open(ann, "0.200"));

        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(0, 0));
        hub.credit(ann, "0.700");
        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(2, 0));

        assertThat(hub.rows("select invoice_id from invoice_deduction order by transfer_id"))
                .containsExactly(first.text(), second.text());
        assertThat(hub.wallet(ann).available()).isEqualTo(dinars("0.000"));
        assertThat(hub.wallet(ann).held()).isEqualTo(dinars("2.500"));
    }

    @Test
    void aFrozenOrIndebtedWalletIsLeftAlone() {
        hub.extent(DeductionRules.Extent.PARTIAL);
        CustomerRow ann = hub.customer("3.000");
        hub.mirrored(hub.open(ann, "1.000"));
        hub.inTransaction(() -> {
            hub.ledger.freeze(ann.wallet());
            return 0;
        });
        CustomerRow bob = hub.customer();
        hub.mirrored(hub.open(bob, "1.000"));
        hub.post(bob, TransferKind.ADJUSTMENT, "-2.000");

        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(0, 0));
        assertThat(hub.look(bob)).isEqualTo(new DeductOutcome.Looked(0, 0));

        assertThat(hub.balance(ann)).isEqualTo("3.000");
        assertThat(hub.balance(bob)).isEqualTo("-2.000");
    }

    @Test
    void aNewerWordAsksForALookAndAnOlderOneForNothing() {
        CustomerRow ann = hub.customer();
        MirrorInvoice word = hub.open(ann, "5.000");
        hub.mirrored(word);
        assertThat(hub.looksAskedFor(ann)).isOne();

        assertThat(hub.tell(word)).isInstanceOf(MirrorOutcome.OldVersion.class);
        assertThat(hub.looksAskedFor(ann)).isOne();
        hub.mirrored(later(word, "open", "5.000", "4.000"));
        assertThat(hub.looksAskedFor(ann)).isEqualTo(2);
    }

    @Test
    void whatTheMirrorHasNotSeenIsTakenOffUntilItHas() {
        hub.extent(DeductionRules.Extent.PARTIAL);
        CustomerRow ann = hub.customer("12.500");
        MirrorInvoice word = hub.open(ann, "30.000");
        InvoiceId invoice = hub.mirrored(word);
        hub.look(ann);
        TransferId payment = hub.payment(invoice);

        assertOpen(ann, invoice, "17.500");
        // Somebody pays at the counter before the ERP has our payment: neither is forgotten.
        MirrorInvoice cash = later(word, "open", "30.000", "25.000");
        tell(cash);
        assertOpen(ann, invoice, "12.500");
        hub.confirm(payment);
        assertOpen(ann, invoice, "12.500");
        // The ERP's account has reached both.
        MirrorInvoice both = later(cash, "open", "30.000", "12.500");
        tell(both);
        assertOpen(ann, invoice, "12.500");
        tell(later(both, "open", "30.000", "2.500"));
        assertOpen(ann, invoice, "2.500");
    }

    /** The answer was lost, so that the mirror has it before we know that the ERP has. */
    @Test
    void whatTheMirrorSawBeforeItWasConfirmedCountsOnceItIs() {
        hub.extent(DeductionRules.Extent.PARTIAL);
        CustomerRow ann = hub.customer("12.500");
        MirrorInvoice word = hub.open(ann, "30.000");
        InvoiceId invoice = hub.mirrored(word);
        hub.look(ann);
        tell(later(word, "open", "30.000", "17.500"));

        assertOpen(ann, invoice, "5.000");
        hub.confirm(hub.payment(invoice));
        assertOpen(ann, invoice, "17.500");
    }

    @Test
    void aWordIsBelievedAsItIsLongAfterTheConfirmation() {
        hub.extent(DeductionRules.Extent.PARTIAL);
        CustomerRow ann = hub.customer("10.000");
        MirrorInvoice word = later(hub.open(ann, "30.000"), "open", "30.000", "25.000");
        InvoiceId invoice = hub.mirrored(word);
        hub.look(ann);
        hub.confirm(hub.payment(invoice));
        // The five that were paid before are undone in the ERP: its account never reaches fifteen.
        tell(later(word, "open", "30.000", "20.000"));

        assertOpen(ann, invoice, "10.000");
        hub.clock.advance(Duration.ofMinutes(11));
        assertOpen(ann, invoice, "20.000");
    }

    @Test
    void aPaymentInPartsEndsWithTheLastPart() {
        hub.extent(DeductionRules.Extent.PARTIAL);
        CustomerRow ann = hub.customer();
        MirrorInvoice word = hub.open(ann, "10.000");
        InvoiceId invoice = hub.mirrored(word);
        for (String open : List.of("7.000", "4.000", "1.000", "0.000")) {
            hub.credit(ann, "3.000");
            var looked = hub.look(ann);
            hub.confirm(hub.payment(invoice));
            word = later(word, open.equals("0.000") ? "paid" : "open", "10.000", open);
            tell(word);
            assertThat(looked).isEqualTo(new DeductOutcome.Looked(1, 0));
        }

        assertThat(hub.balance(ann)).isEqualTo("2.000");
        assertThat(hub.shown(ann, invoice).state()).isEqualTo("paid");
    }

    @Test
    void scenario37_refusedForGoodItIsGivenBackAndTheInvoiceIsOpenAgain() {
        hub.extent(DeductionRules.Extent.FULL);
        CustomerRow ann = hub.customer("20.000");
        MirrorInvoice word = hub.open(ann, "5.000");
        InvoiceId invoice = hub.mirrored(word);
        hub.look(ann);
        TransferId payment = hub.payment(invoice);

        hub.refuse(payment, "INVOICE_NOT_OPEN");
        assertThat(hub.shown(ann, invoice).state()).isEqualTo("paid");
        assertThat(hub.settleRefusal(payment, "INVOICE_NOT_OPEN").code()).isEqualTo("TAKEN_BACK");
        assertThat(hub.settleRefusal(payment, "INVOICE_NOT_OPEN").code()).isEqualTo("ALREADY_TAKEN_BACK");

        assertOpen(ann, invoice, "5.000");
        assertThat(hub.balance(ann)).isEqualTo("20.000");
        assertThat(hub.events(ann)).containsExactly("invoice.deducted", "payment.reversed");
        // Its own money coming back is a credit; the same version would be refused for ever.
        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(0, 0));
        assertThat(hub.balance(ann)).isEqualTo("20.000");
        hub.look(ann);
        tell(later(word, "open", "5.000", "3.000"));
        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(1, 0));
        assertThat(hub.balance(ann)).isEqualTo("17.000");
    }

    @Test
    void aRefusedInvoiceMayBePaidByItsCustomerAtAnyTime() {
        CustomerRow ann = hub.customer("20.000");
        InvoiceId invoice = hub.mirrored(hub.open(ann, "5.000"));
        hub.pay(ann, invoice, "5.000");
        TransferId first = hub.payment(invoice);
        hub.refuse(first, "PAYMENT_REFUSED");
        var settled = hub.settleRefusal(first, "PAYMENT_REFUSED");

        assertThat(settled.code()).isEqualTo("TAKEN_BACK");
        assertThat(hub.pay(ann, invoice, "5.000")).isInstanceOf(PayInvoiceOutcome.Paid.class);
        hub.confirm(hub.payment(invoice));
        assertThat(hub.rows("select attempt, reversal_code from invoice_deduction order by attempt"))
                .containsExactly("1 PAYMENT_REFUSED", "2 null");
    }

    @Test
    void scenario34_cancelledAfterTheErpHadThePaymentItIsGivenBackOnce() {
        CustomerRow ann = hub.customer("20.000");
        MirrorInvoice word = hub.open(ann, "5.000");
        InvoiceId invoice = hub.mirrored(word);
        hub.pay(ann, invoice, "5.000");
        TransferId payment = hub.payment(invoice);
        hub.confirm(payment);
        tell(later(word, "cancelled", "5.000", "0.000"));
        assertThat(hub.looksAskedFor(ann)).isEqualTo(2);

        hub.lookAndCrash(ann);
        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(0, 1));
        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(0, 0));

        assertThat(hub.balance(ann)).isEqualTo("20.000");
        assertThat(hub.events(ann)).containsExactly("invoice.deducted", "wallet.refunded");
        assertThat(hub.rows(
                        "select kind, amount_minor from ledger_transfer where business_key = '%s'".formatted(payment)))
                .containsExactly("REVERSAL 5000");
        assertThat(hub.shown(ann, invoice).state()).isEqualTo("cancelled");
        assertThat(hub.ledger.stands(payment)).isFalse();
    }

    /** It is on its way to the ERP: the ERP's answer decides, whichever it is. */
    @Test
    void scenario34_cancelledWhileThePaymentIsUnderWayTheErpsAnswerDecides() {
        for (boolean accepted : new boolean[] {true, false}) {
            CustomerRow ann = hub.customer("20.000");
            MirrorInvoice word = hub.open(ann, "5.000");
            InvoiceId invoice = hub.mirrored(word);
            hub.pay(ann, invoice, "5.000");
            TransferId payment = hub.payment(invoice);
            tell(later(word, "cancelled", "5.000", "0.000"));
            assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(0, 0));
            assertThat(hub.balance(ann)).isEqualTo("15.000");
            long asked = hub.looksAskedFor(ann);

            if (accepted) {
                hub.confirm(payment);
                assertThat(hub.looksAskedFor(ann)).isEqualTo(asked + 1);
                hub.confirm(payment);
                assertThat(hub.looksAskedFor(ann)).isEqualTo(asked + 1);
            } else {
                hub.refuse(payment, "INVOICE_NOT_OPEN");
                assertThat(hub.settleRefusal(payment, "INVOICE_NOT_OPEN").code())
                        .isEqualTo("TAKEN_BACK");
            }

            assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(0, accepted ? 1 : 0));
            assertThat(hub.balance(ann)).isEqualTo("20.000");
        }
    }

    @Test
    void whatTheStaffRefundedInPartIsLeftToFinance() {
        CustomerRow ann = hub.customer("20.000");
        MirrorInvoice word = hub.open(ann, "5.000");
        InvoiceId invoice = hub.mirrored(word);
        hub.pay(ann, invoice, "5.000");
        TransferId payment = hub.payment(invoice);
        hub.confirm(payment);
        TransferId refund = hub.post(ann, TransferKind.REFUND, "1.000");
        hub.behind.sql("""
                        insert into approval_request (id, kind, object, alone, payload, payload_hash, state_before, reason, maker,
                            made_at, expires_at, state, version)
                        values ('apr_1', 'k', 'o', true, '{}', sha256('{}'), '', 'r', 'stf_1', now(), now() + interval '1 hour',
                            'pending', 1)
                        """).update();
        hub.behind.sql("""
                        insert into correction_transfer (transfer_id, approval_id, amount_minor, refunded_transfer_id, made_at)
                        values ('%s', 'apr_1', 1000, '%s', now())
                        """.formatted(refund, payment)).update();
        tell(later(word, "cancelled", "5.000", "0.000"));

        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(0, 0));
        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(0, 0));

        assertThat(hub.balance(ann)).isEqualTo("16.000");
        assertThat(hub.rows("select kind, transfer_id from books_v_task"))
                .containsExactly("INVOICE_CANCELLED " + payment);
    }

    @Test
    void anInvoiceThatShrankBelowWhatWasPaidIsATask() {
        CustomerRow ann = hub.customer("20.000");
        MirrorInvoice word = hub.open(ann, "5.000");
        InvoiceId invoice = hub.mirrored(word);
        hub.pay(ann, invoice, "5.000");
        TransferId payment = hub.payment(invoice);
        hub.confirm(payment);
        tell(later(word, "paid", "5.000", "0.000"));
        assertThat(hub.rows("select kind from books_v_task")).isEmpty();

        tell(later(later(word, "paid", "5.000", "0.000"), "open", "4.000", "-1.000"));
        assertThat(hub.rows("select kind, transfer_id from books_v_task"))
                .containsExactly("INVOICE_OVERPAID " + payment);
        assertThat(hub.shown(ann, invoice).open()).isEqualTo(dinars("0.000"));
        assertThat(hub.balance(ann)).isEqualTo("15.000");
    }

    /** The answer was lost: what the ERP counts was known before that it has our payment. */
    @Test
    void anInvoiceThatShrankBeforeItsPaymentWasConfirmedIsATaskOnceItIs() {
        CustomerRow ann = hub.customer("20.000");
        MirrorInvoice word = hub.open(ann, "5.000");
        InvoiceId invoice = hub.mirrored(word);
        hub.pay(ann, invoice, "5.000");
        TransferId payment = hub.payment(invoice);
        tell(later(word, "open", "4.000", "-1.000"));
        assertThat(hub.rows("select kind from books_v_task")).isEmpty();

        hub.confirm(payment);
        hub.confirm(payment);

        assertThat(hub.rows("select kind, transfer_id from books_v_task"))
                .containsExactly("INVOICE_OVERPAID " + payment);
    }

    @Test
    void theInvoicesOfAMergedCustomerAreReadAndPaidByTheSurvivor() {
        CustomerRow ann = hub.customer("1.000");
        CustomerRow bob = hub.customer("20.000");
        MirrorInvoice word = hub.open(ann, "5.000");
        InvoiceId invoice = hub.mirrored(word);
        hub.pay(bob, invoice, "5.000");
        assertThat(hub.balance(bob)).isEqualTo("20.000");

        hub.merge(ann, bob);
        assertThat(hub.looksAskedFor(bob)).isOne();
        assertOpen(bob, invoice, "5.000");
        hub.extent(DeductionRules.Extent.FULL);
        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(0, 0));
        assertThat(hub.look(bob)).isEqualTo(new DeductOutcome.Looked(1, 0));

        assertThat(hub.balance(ann)).isEqualTo("1.000");
        assertThat(hub.balance(bob)).isEqualTo("15.000");
        JsonNode told = hub.told(hub.payment(invoice));
        assertThat(told.path("customerExternalId").asText()).isEqualTo(bob.externalId());
        assertThat(told.path("invoiceCustomerExternalId").asText()).isEqualTo(ann.externalId());
        // The ERP goes on calling it hers.
        tell(later(word, "open", "5.000", "5.000"));
        assertThat(hub.shown(bob, invoice).state()).isEqualTo("paid");
        MirrorInvoice next = hub.open(ann, "2.000");
        assertOpen(bob, hub.mirrored(next), "2.000");
    }

    @Test
    void whatTheWalletCannotPayStandsInNobodysWay() {
        hub.extent(DeductionRules.Extent.FULL);
        CustomerRow ann = hub.customer("20.000");
        Currency riyals = Currency.getInstance("SAR");
        hub.mirrored(InvoiceFixture.word(
                ann,
                "foreign",
                "open",
                Money.parse("5.00", riyals),
                Money.parse("5.00", riyals),
                InvoiceFixture.DAY,
                0));
        hub.mirrored(hub.word(ann, "credit", "open", "-5.000", "-5.000", 0));
        hub.mirrored(hub.word(ann, "nothing", "open", "0.000", "0.000", 0));
        InvoiceId own = hub.mirrored(hub.open(ann, "3.000"));

        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(1, 0));

        assertThat(hub.rows("select invoice_id, amount_minor from invoice_deduction"))
                .containsExactly(own + " 3000");
        assertThat(hub.balance(ann)).isEqualTo("17.000");
    }

    /** Neither wallet can pay while it goes from one to the other. */
    @Test
    void anInvoiceThatChangesItsCustomerWaitsForThePaymentOfTheOneBefore() throws Exception {
        CustomerRow ann = hub.customer("20.000");
        CustomerRow bob = hub.customer("20.000");
        MirrorInvoice word = hub.open(ann, "5.000");
        InvoiceId invoice = hub.mirrored(word);
        CountDownLatch paid = new CountDownLatch(1);
        CountDownLatch waits = new CountDownLatch(1);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<PayInvoiceOutcome> payment = threads.submit(() -> hub.inTransaction(() -> {
                PayInvoiceOutcome outcome = hub.pay(ann, invoice, "5.000");
                paid.countDown();
                return InvoiceFixture.waited(waits) ? outcome : new PayInvoiceOutcome.Missing();
            }));
            assertThat(paid.await(10, TimeUnit.SECONDS)).isTrue();
            Future<MirrorOutcome> erp = threads.submit(() -> hub.tell(hub.of(bob, word)));
            await("the newer word waits for the wallet")
                    .atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> erp.isDone() || hub.somebodyWaits());
            assertThat(erp.isDone()).isFalse();
            waits.countDown();
            assertThat(payment.get(10, TimeUnit.SECONDS)).isInstanceOf(PayInvoiceOutcome.Paid.class);
            assertThat(erp.get(10, TimeUnit.SECONDS)).isInstanceOf(MirrorOutcome.Mirrored.class);
        }
        assertThat(hub.shown(bob, invoice).state()).isEqualTo("paid");
        assertThat(hub.pay(bob, invoice, "5.000")).isEqualTo(new PayInvoiceOutcome.AlreadyPaid());
    }

    @Test
    void theSweepFindsWhatNoCreditTellsOf() {
        CustomerRow ann = hub.customer("5.000");
        CustomerRow bob = hub.customer("0.500");
        CustomerRow eve = hub.customer("5.000");
        hub.mirrored(hub.open(ann, "1.000"));
        hub.mirrored(hub.open(bob, "1.000"));
        assertThat(hub.sweep()).isZero();

        hub.extent(DeductionRules.Extent.FULL);
        assertThat(hub.sweep()).isOne();
        assertThat(hub.looksAskedFor(ann)).isEqualTo(2);
        assertThat(hub.looksAskedFor(bob)).isOne();
        assertThat(hub.looksAskedFor(eve)).isZero();

        hub.look(ann);
        assertThat(hub.sweep()).isZero();
        hub.extent(DeductionRules.Extent.PARTIAL);
        assertThat(hub.sweep()).isOne();
        assertThat(hub.looksAskedFor(bob)).isEqualTo(2);
    }

    @Test
    void aFullRunAsksForAnother() {
        hub.extent(DeductionRules.Extent.FULL);
        CustomerRow ann = hub.customer("60.000");
        for (int i = 0; i < 55; i++) {
            hub.mirrored(hub.open(ann, "1.000"));
        }
        long asked = hub.looksAskedFor(ann);

        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(50, 0));
        assertThat(hub.looksAskedFor(ann)).isEqualTo(asked + 1);
        assertThat(hub.look(ann)).isEqualTo(new DeductOutcome.Looked(5, 0));
        assertThat(hub.looksAskedFor(ann)).isEqualTo(asked + 1);
        assertThat(hub.balance(ann)).isEqualTo("5.000");
    }

    @CanIgnoreReturnValue
    private MirrorOutcome tell(MirrorInvoice word) {
        return hub.tell(word);
    }

    private void assertOpen(CustomerRow customer, InvoiceId invoice, String amount) {
        Invoice shown = hub.shown(customer, invoice);
        assertThat(shown.state()).isEqualTo("open");
        assertThat(shown.open()).isEqualTo(dinars(amount));
    }
}
