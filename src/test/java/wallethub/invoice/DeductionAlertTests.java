package wallethub.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.invoice.InvoiceFixture.later;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import wallethub.id.InvoiceId;
import wallethub.ledger.TransferKind;
import wallethub.testing.CustomerRow;

/** What is told when a wallet lacks money for an invoice, and when that is over, whoever paid it. */
class DeductionAlertTests {

    private static InvoiceFixture hub;

    @BeforeAll
    static void start() {
        hub = new InvoiceFixture();
        hub.extent(DeductionRules.Extent.FULL);
    }

    @AfterAll
    static void invariantsHold() {
        hub.close();
    }

    @Test
    void whatIsMissingIsToldOnceAndThatItIsOverOnce() {
        CustomerRow ann = hub.customer("3.000");
        InvoiceId first = hub.mirrored(hub.open(ann, "5.000"));
        hub.mirrored(hub.open(ann, "1.000"));
        hub.look(ann);
        hub.look(ann);
        assertThat(hub.alerts(ann)).containsExactly("open 2000 " + first);
        assertThat(hub.told(ann)).containsExactly("alert.raised");

        hub.credit(ann, "2.500");
        hub.look(ann);
        assertThat(hub.balance(ann)).as("the first is paid").isEqualTo("0.500");
        assertThat(hub.alerts(ann)).as("the second is not").containsExactly("open 2000 " + first);

        hub.credit(ann, "1.000");
        hub.look(ann);
        hub.look(ann);
        assertThat(hub.alerts(ann)).containsExactly("over 2000 " + first);
        assertThat(hub.told(ann)).containsExactly("alert.raised", "alert.cleared");
    }

    @Test
    void inPartsTheRestIsWhatIsMissingAndADebtComesOnTop() {
        hub.extent(DeductionRules.Extent.PARTIAL);
        try {
            CustomerRow ann = hub.customer("3.000");
            InvoiceId invoice = hub.mirrored(hub.open(ann, "5.000"));
            hub.look(ann);
            assertThat(hub.balance(ann)).isEqualTo("0.000");
            assertThat(hub.alerts(ann)).containsExactly("open 2000 " + invoice);
        } finally {
            hub.extent(DeductionRules.Extent.FULL);
        }
        CustomerRow bob = hub.customer();
        hub.post(bob, TransferKind.ADJUSTMENT, "-2.000");
        InvoiceId invoice = hub.mirrored(hub.open(bob, "1.000"));
        hub.look(bob);
        assertThat(hub.alerts(bob)).containsExactly("open 3000 " + invoice);
    }

    @Test
    void whatIsPaidOrCancelledInTheErpIsOver() {
        for (String end : List.of("paid", "cancelled")) {
            CustomerRow ann = hub.customer("1.000");
            MirrorInvoice first = hub.open(ann, "5.000");
            MirrorInvoice second = hub.open(ann, "4.000");
            InvoiceId told = hub.mirrored(first);
            hub.mirrored(second);
            hub.look(ann);
            hub.mirrored(later(second, end, "4.000", "0.000"));
            assertThat(hub.alerts(ann)).as("another is open").containsExactly("open 4000 " + told);
            hub.mirrored(later(first, end, "5.000", "0.000"));
            assertThat(hub.alerts(ann)).as(end).containsExactly("over 4000 " + told);
            assertThat(hub.told(ann)).containsExactly("alert.raised", "alert.cleared");
        }
    }

    @Test
    void whatItsCustomerPaysIsOverInTheSameTransaction() {
        CustomerRow ann = hub.customer("3.000");
        InvoiceId large = hub.mirrored(hub.open(ann, "5.000"));
        InvoiceId small = hub.mirrored(hub.open(ann, "1.000"));
        hub.look(ann);
        assertThat(hub.pay(ann, large, "5.000")).isInstanceOf(PayInvoiceOutcome.TooLittle.class);
        assertThat(hub.alerts(ann)).as("a refusal changes nothing").containsExactly("open 2000 " + large);
        hub.credit(ann, "3.000");

        hub.pay(ann, large, "5.000");
        assertThat(hub.alerts(ann)).as("another is open").containsExactly("open 2000 " + large);
        hub.pay(ann, small, "1.000");
        assertThat(hub.alerts(ann)).containsExactly("over 2000 " + large);
        assertThat(hub.told(ann)).containsExactly("alert.raised", "alert.cleared");
        assertThat(hub.balance(ann)).isEqualTo("0.000");
    }

    @Test
    void aLookThatIsRolledBackHasToldNothing() {
        CustomerRow ann = hub.customer("1.000");
        hub.mirrored(hub.open(ann, "5.000"));
        hub.lookAndCrash(ann);
        assertThat(hub.alerts(ann)).isEmpty();
        assertThat(hub.told(ann)).isEmpty();
    }

    @Test
    void whereNothingIsDeductedNothingFails() {
        CustomerRow frozen = hub.customer("1.000");
        hub.mirrored(hub.open(frozen, "5.000"));
        hub.inTransaction(() -> {
            hub.ledger.freeze(frozen.wallet());
            return 0;
        });
        hub.look(frozen);
        assertThat(hub.alerts(frozen)).isEmpty();

        CustomerRow ann = hub.customer("1.000");
        InvoiceId invoice = hub.mirrored(hub.open(ann, "5.000"));
        hub.look(ann);
        hub.extent(DeductionRules.Extent.OFF);
        try {
            CustomerRow bob = hub.customer("1.000");
            hub.mirrored(hub.open(bob, "5.000"));
            hub.look(bob);
            assertThat(hub.alerts(bob)).isEmpty();
            hub.look(ann);
            assertThat(hub.alerts(ann)).containsExactly("over 4000 " + invoice);
        } finally {
            hub.extent(DeductionRules.Extent.FULL);
        }
    }
}
