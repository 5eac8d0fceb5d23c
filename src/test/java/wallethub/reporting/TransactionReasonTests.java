package wallethub.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.ApprovalId;
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
        assertThat(why(owner, reversal).rule()).isEqualTo("reversal");
        assertThat(why(owner, reversal).related()).isEqualTo(new TransactionReason.Related("reverses", payment));

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

    @Test
    void staffAskForNothingThatIsNotThere() {
        var staff = hub.bean(GetTransactionAsStaffHandler.class);
        assertThat(staff.handle(new GetTransactionAsStaff(TransferId.next().text()), CLERK))
                .isEmpty();
        assertThat(staff.handle(new GetTransactionAsStaff("trf_nonsense"), CLERK))
                .isEmpty();
    }
}
