package wallethub.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.id.InvoiceId;
import wallethub.testing.CustomerRow;
import wallethub.testing.TestDatabase;

/** The invoices of a customer who was merged into another: what is left of them, and what comes back of them. */
class MergedInvoiceTests {

    private final InvoiceFixture hub = new InvoiceFixture();

    @AfterEach
    void invariantsHold() {
        hub.close();
    }

    /** What is left, and the number of the next attempt, are asked in the survivor's own transaction. */
    @Test
    void theSurvivorIsToldWhatTheMergedCustomerHasPaid() throws SQLException {
        CustomerRow ann = hub.customer("4.000");
        CustomerRow bob = hub.customer("10.000");
        InvoiceId invoice = hub.mirrored(hub.open(ann, "10.000"));
        hub.extent(DeductionRules.Extent.PARTIAL);
        hub.look(ann);
        assertThat(hub.balance(ann)).isEqualTo("0.000");
        hub.merge(ann, bob);

        assertThat(told(bob, invoice)).containsExactly(6_000L, 1L);
        assertThat(told(hub.customer(), invoice)).isEmpty();
        assertThat(hub.pay(bob, invoice, "6.000")).isInstanceOf(PayInvoiceOutcome.Paid.class);
        assertThat(told(bob, invoice)).containsExactly(0L, 2L);
        assertThat(hub.balance(bob)).isEqualTo("4.000");
    }

    private List<Long> told(CustomerRow customer, InvoiceId invoice) throws SQLException {
        try (Connection own = TestDatabase.withoutScope(hub.database).getConnection()) {
            own.createStatement().execute("select set_config('hub.customer', '" + customer.id() + "', false)");
            ResultSet row = own.createStatement().executeQuery("""
                    select s.to_pay_minor, (select count(*) from invoice_deduction d where d.invoice_id = '%1$s')
                    from invoice_standing('%1$s', now()) s
                    """.formatted(invoice));
            return row.next() ? List.of(row.getLong(1), row.getLong(2)) : List.of();
        }
    }

    @Test
    void whatIsGivenBackToTheMergedCustomersWalletIsATaskOfFinance() {
        CustomerRow ann = hub.customer("10.000");
        CustomerRow bob = hub.customer("1.000");
        InvoiceId refused = hub.mirrored(hub.open(ann, "4.000"));
        MirrorInvoice word = hub.open(ann, "3.000");
        InvoiceId cancelled = hub.mirrored(word);
        hub.pay(ann, refused, "4.000");
        hub.pay(ann, cancelled, "3.000");
        hub.confirm(hub.payment(cancelled));
        hub.merge(ann, bob);

        hub.refuse(hub.payment(refused), "CUSTOMER_CLOSED");
        hub.settleRefusal(hub.payment(refused), "CUSTOMER_CLOSED");
        hub.mirrored(InvoiceFixture.later(word, "cancelled", "3.000", "0.000"));
        hub.look(ann);

        assertThat(hub.balance(ann)).isEqualTo("10.000");
        assertThat(hub.rows("""
                        select k.kind, t.amount_minor from books_task k join ledger_transfer t on t.id = k.transfer_id
                        order by t.amount_minor
                        """)).containsExactly("MERGED_WALLET_CREDITED 3000", "MERGED_WALLET_CREDITED 4000");
    }
}
