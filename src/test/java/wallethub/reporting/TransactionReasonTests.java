package wallethub.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.ApprovalId;
import wallethub.id.HoldId;
import wallethub.id.InvoiceId;
import wallethub.id.OrderId;
import wallethub.id.TransferId;
import wallethub.ledger.TransferKind;
import wallethub.reporting.ReportingFixture.Owner;
import wallethub.testing.StaffCalls;
import wallethub.testing.TestDatabase;

/** Why a movement is there, down to the document and the rule; for its customer and for staff. */
class TransactionReasonTests {

    private static final Caller CLERK = StaffCalls.somebody(StaffPermission.LEDGER_VIEW);

    private static ReportingFixture hub;

    @BeforeAll
    static void start() {
        hub = new ReportingFixture();
    }

    @AfterAll
    static void theLedgerIsWhole() {
        hub.close();
    }

    private static TransactionReason why(Owner owner, TransferId id) {
        TransactionView view = hub.bean(GetTransactionHandler.class)
                .handle(new GetTransaction(id.text()), owner.caller())
                .orElseThrow();
        StaffTransaction staff = hub.bean(GetTransactionAsStaffHandler.class)
                .handle(new GetTransactionAsStaff(id.text()), CLERK)
                .orElseThrow();
        assertThat(staff.transaction()).as("both read the same").isEqualTo(view);
        assertThat(staff.walletId()).isEqualTo(owner.wallet());
        assertThat(staff.customerId()).isEqualTo(owner.customer());
        TransactionReason why = view.why();
        if (why == null) {
            throw new AssertionError(view);
        }
        return why;
    }

    /** As two people made it. */
    private static ApprovalId byHand(TransferId transfer, String refunded, String other) {
        ApprovalId approval = ApprovalId.next();
        JdbcClient.create(TestDatabase.behind(hub.database))
                .sql("""
                        set session_replication_role = replica;
                        insert into correction_transfer (transfer_id, approval_id, amount_minor, refunded_transfer_id,
                            other_transfer_id, made_at)
                        values ('%s', '%s', 5, %s, %s, now());
                        set session_replication_role = origin
                        """.formatted(transfer, approval, refunded, other))
                .update();
        return approval;
    }

    @Test
    void aRefundLeadsToItsApprovalAndToWhatItMakesGood() {
        Owner owner = hub.owner();
        hub.post(owner, TransferKind.RECHARGE, 100);
        TransferId payment = hub.post(owner, TransferKind.PAYMENT, -50);
        TransferId refund = hub.post(owner, TransferKind.REFUND, 5);
        ApprovalId approval = byHand(refund, "'" + payment + "'", "null");
        TransactionReason why = why(owner, refund);
        assertThat(why.rule()).isEqualTo("refund");
        assertThat(why.document()).isEqualTo(TransactionReason.Document.of("approval", approval.text()));
        assertThat(why.related()).isEqualTo(new TransactionReason.Related("refunds", payment));
        assertThat(why(owner, payment).document()).as("of nothing that is here").isNull();
        assertThat(why(owner, payment).related()).isNull();
    }

    @Test
    void bothSidesOfAMergeNameEachOther() {
        Owner from = hub.owner();
        Owner into = hub.owner();
        hub.post(from, TransferKind.RECHARGE, 5);
        TransferId out = hub.post(from, TransferKind.ADJUSTMENT, -5);
        TransferId in = hub.post(into, TransferKind.ADJUSTMENT, 5);
        byHand(out, "null", "'" + in + "'");
        byHand(in, "null", "'" + out + "'");
        assertThat(why(from, out).rule()).isEqualTo("merge");
        assertThat(why(from, out).related()).isEqualTo(new TransactionReason.Related("merges", in));
        assertThat(why(into, in).related()).isEqualTo(new TransactionReason.Related("merges", out));
    }

    @Test
    void aReversalLeadsToWhatItUndoesAndAnEntryOfTheErpToItsLine() {
        Owner owner = hub.owner();
        hub.post(owner, TransferKind.RECHARGE, 100);
        TransferId payment = hub.post(owner, TransferKind.PAYMENT, -50);
        assertThat(why(owner, refused(owner, payment)).rule()).isEqualTo("reversal");

        TransferId booked = hub.post(owner, TransferKind.ERP_ENTRY, -7);
        TransactionReason why = why(owner, booked);
        assertThat(why.rule()).isEqualTo("erp_entry");
        assertThat(why.document()).isNotNull();
        assertThat(why.document().type()).isEqualTo("erp-entry");
        assertThat(why.document().id())
                .isEqualTo(hub.bean(GetTransactionAsStaffHandler.class)
                        .handle(new GetTransactionAsStaff(booked.text()), CLERK)
                        .orElseThrow()
                        .businessKey());
    }

    /** As the packages that own them write them, past their keys. */
    private static void rows(String sql) {
        JdbcClient.create(TestDatabase.behind(hub.database))
                .sql("set session_replication_role = replica; " + sql + "; set session_replication_role = origin")
                .update();
    }

    private static void order(Owner owner, TransferId payment, String id) {
        rows("""
                insert into checkout_order (id, store_id, store_name, reference, store_customer, customer_id,
                    customer_external_id, wallet_id, amount_minor, currency, description, return_url, lifetime_ms, state,
                    payment_id, created_at, expires_at, paid_at, changed_at)
                values ('%s', 'str_1', 'A Shop', 'A-%s', 'c', '%s', 'C-1', '%s', 50, 'KWD', '', '', 1000, 'paid', '%s',
                    now(), now() + interval '1 hour', now(), now())
                """.formatted(id, id, owner.customer(), owner.wallet(), payment));
    }

    private static TransferId refused(Owner owner, TransferId payment) {
        hub.jdbc
                .sql("select ledger_settle_postings(array[:id], array['refused'], array[null::text], array[now()])")
                .param("id", payment.text())
                .query(Integer.class)
                .single();
        TransferId reversal = TransferId.next();
        hub.jdbc
                .sql("select outcome from ledger_take_back(:id, :reversal, now())")
                .param("id", payment.text())
                .param("reversal", reversal.text())
                .query(String.class)
                .single();
        assertThat(why(owner, reversal).related()).isEqualTo(new TransactionReason.Related("reverses", payment));
        return reversal;
    }

    private static TransactionReason.Document document(String type, String id, @Nullable String reference) {
        return new TransactionReason.Document(type, id, reference, null, null, null);
    }

    @ParameterizedTest
    @EnumSource(TransferKind.class)
    void noKindIsWithoutAReason(TransferKind kind) {
        Owner owner = hub.owner();
        boolean debit =
                kind == TransferKind.PAYMENT || kind == TransferKind.CHARGEBACK || kind == TransferKind.RESCUE_REVERSAL;
        hub.post(owner, TransferKind.RECHARGE, 100);
        TransactionReason why = why(owner, hub.post(owner, kind, debit ? -5 : 5));
        assertThat(why.rule()).isEqualTo(kind.name().toLowerCase(Locale.ROOT));
        assertThat(why.text().english()).isNotBlank().doesNotContain("%");
        assertThat(why.text().arabic()).isNotBlank().doesNotContain("%");
        assertThat(why.document() == null).as("none but the ERP's").isEqualTo(kind != TransferKind.ERP_ENTRY);
    }

    @Test
    void anInvoiceIsNamedByWhatWasPaidAndByWhatCameBack() {
        Owner owner = hub.owner();
        hub.post(owner, TransferKind.RECHARGE, 1000);
        String invoice = InvoiceId.next().text();
        String nameless = InvoiceId.next().text();
        rows("""
                insert into invoice_mirror (id, customer_id, system, external_id, number, reference, state, issue_date,
                    due_date, total_minor, open_minor, currency, text, changed_at, mirrored_at)
                select i.id, '%s', 'rest', i.id, i.number, '', 'open', now(), now(), 50, 50, 'KWD', '', now(), now()
                from (values ('%s', 'INV/7'), ('%s', '')) i(id, number)
                """.formatted(owner.customer(), invoice, nameless));
        TransferId asked = deduction(owner, invoice, 1, "request", "null");
        TransferId automatic = deduction(owner, invoice, 2, "automatic", "'ENTRY_REFUSED'");
        TransferId cancelled = deduction(owner, nameless, 1, "automatic", "'INVOICE_CANCELLED'");

        assertThat(why(owner, asked).rule()).isEqualTo("invoice_request");
        assertThat(why(owner, asked).document()).isEqualTo(document("invoice", invoice, "INV/7"));
        assertThat(why(owner, asked).text().english()).contains("INV/7");
        assertThat(why(owner, asked).related()).isNull();
        assertThat(why(owner, automatic).rule()).isEqualTo("invoice_automatic");
        assertThat(why(owner, cancelled).document())
                .as("a draft has no number")
                .isEqualTo(document("invoice", nameless, null));
        assertThat(why(owner, cancelled).text().arabic()).contains(nameless);

        TransactionReason refused = why(owner, refused(owner, automatic));
        assertThat(refused.rule()).isEqualTo("payment_refused");
        assertThat(refused.document()).isEqualTo(document("invoice", invoice, "INV/7"));
        TransactionReason back = why(owner, refused(owner, cancelled));
        assertThat(back.rule()).isEqualTo("invoice_cancelled");
        assertThat(back.document()).isEqualTo(document("invoice", nameless, null));
    }

    private static TransferId deduction(Owner owner, String invoice, int attempt, String cause, String reversalCode) {
        TransferId payment = hub.post(owner, TransferKind.PAYMENT, -50);
        rows("""
                insert into invoice_deduction (invoice_id, attempt, transfer_id, customer_id, wallet_id, amount_minor,
                    currency, cause, mirror_changed_at, paid_through_minor, made_at, reversal_id, reversal_code, reversed_at)
                values ('%s', %d, '%s', '%s', '%s', 50, 'KWD', '%s', now(), 50, now(),
                    case when %s is not null then 'x' || %d end, %s, case when %s is not null then now() end)
                """.formatted(
                        invoice,
                        attempt,
                        payment,
                        owner.customer(),
                        owner.wallet(),
                        cause,
                        reversalCode,
                        payment.hashCode(),
                        reversalCode,
                        reversalCode));
        return payment;
    }

    @Test
    void anOrderIsNamedByItsPaymentItsReturnsAndItsRescue() {
        Owner owner = hub.owner();
        hub.post(owner, TransferKind.RECHARGE, 1000);
        String id = OrderId.next().text();
        TransferId payment = hub.post(owner, TransferKind.PAYMENT, -50);
        TransferId back = hub.post(owner, TransferKind.REFUND, 20);
        TransferId rescue = hub.post(owner, TransferKind.RESCUE, 30);
        TransferId taken = hub.post(owner, TransferKind.RESCUE_REVERSAL, -30);
        order(owner, payment, id);
        rows("""
                insert into checkout_refund (order_id, reference, amount_minor, reason, state, transfer_id, made_at,
                    looked_at, settled_at) values ('%s', 'R-1', 20, '', 'done', '%s', now(), now(), now());
                insert into checkout_rescue (order_id, store_id, customer_id, wallet_id, amount_minor, currency, day, reason,
                    bank_reference, transfer_id, reversal_id, made_at, reversed_at)
                values ('%s', 'str_1', '%s', '%s', 30, 'KWD', now(), '', 'BANK-7', '%s', '%s', now(), now())
                """.formatted(id, back, id, owner.customer(), owner.wallet(), rescue, taken));

        assertThat(why(owner, payment).rule()).isEqualTo("order");
        assertThat(why(owner, payment).document()).isEqualTo(document("order", id, "A-" + id));
        assertThat(why(owner, payment).related()).isNull();
        assertThat(why(owner, back).rule()).isEqualTo("order_refund");
        assertThat(why(owner, back).document()).isEqualTo(document("order", id, "R-1"));
        assertThat(why(owner, back).related()).isEqualTo(new TransactionReason.Related("refunds", payment));
        assertThat(why(owner, rescue).rule()).isEqualTo("order_rescue");
        assertThat(why(owner, rescue).document()).isEqualTo(document("order", id, "BANK-7"));
        assertThat(why(owner, rescue).related()).isNull();
        assertThat(why(owner, taken).rule()).isEqualTo("order_rescue_reversal");
        assertThat(why(owner, taken).related()).isEqualTo(new TransactionReason.Related("reverses", rescue));

        TransactionReason refused = why(owner, refused(owner, payment));
        assertThat(refused.rule()).isEqualTo("payment_refused");
        assertThat(refused.document()).isEqualTo(document("order", id, "A-" + id));
    }

    @Test
    void whatWasTakenOfAHoldIsNamedByTheHold() {
        Owner owner = hub.owner();
        hub.post(owner, TransferKind.RECHARGE, 100);
        String hold = HoldId.next().text();
        TransferId first = hub.post(owner, TransferKind.PAYMENT, -20);
        TransferId second = hub.post(owner, TransferKind.PAYMENT, -30);
        rows("""
                insert into checkout_hold (id, store_id, reference, store_customer, customer_id, wallet_id, amount_minor,
                    currency, lifetime_ms, made_at, expires_at)
                values ('%s', 'str_1', 'H-1', 'c', '%s', '%s', 50, 'KWD', 1, now(), now());
                insert into checkout_capture (hold_id, reference, amount_minor, keeps_rest, transfer_id, made_at)
                values ('%s', 'C-1', 20, true, '%s', now()), ('%s', 'C-2', 30, false, '%s', now())
                """.formatted(hold, owner.customer(), owner.wallet(), hold, first, hold, second));
        assertThat(why(owner, first).rule()).isEqualTo("hold_capture");
        assertThat(why(owner, first).document()).isEqualTo(document("hold", hold, "C-1"));
        assertThat(why(owner, second).document()).isEqualTo(document("hold", hold, "C-2"));
        assertThat(why(owner, refused(owner, second)).document()).isEqualTo(document("hold", hold, "C-2"));
    }

    @Test
    void anotherCustomersTransferIsNotThere() {
        Owner owner = hub.owner();
        hub.post(owner, TransferKind.RECHARGE, 100);
        TransferId payment = hub.post(owner, TransferKind.PAYMENT, -50);
        order(owner, payment, OrderId.next().text());
        assertThat(hub.bean(GetTransactionHandler.class)
                        .handle(new GetTransaction(payment.text()), hub.owner().caller()))
                .isEmpty();
    }

    @Test
    void staffAskForNothingThatIsNotThere() {
        var staff = hub.bean(GetTransactionAsStaffHandler.class);
        assertThat(staff.handle(new GetTransactionAsStaff(TransferId.next().text()), CLERK))
                .isEmpty();
        assertThat(staff.handle(new GetTransactionAsStaff("trf_nonsense"), CLERK))
                .isEmpty();
    }
}
