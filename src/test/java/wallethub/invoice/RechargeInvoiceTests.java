package wallethub.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.invoice.InvoiceFixture.dinars;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.id.ReceiptId;
import wallethub.testing.CustomerRow;

/** Invoices that the ERP issues because somebody recharged. */
class RechargeInvoiceTests {

    private final InvoiceFixture hub = new InvoiceFixture();

    @AfterEach
    void invariantsHold() {
        hub.close();
    }

    @Test
    void oneIsAskedForPerRechargeWhereTheSettingSaysSo() {
        CustomerRow ann = hub.customer("12.500");
        InvoicedRecharge recharge = recharge();

        hub.look(ann, recharge);
        assertThat(hub.events(ann)).isEmpty();
        hub.setting("recharge-invoice", "{\"account\":\"4002\",\"on\":true}");
        hub.look(ann, recharge);
        hub.look(ann, recharge);
        hub.look(ann);

        assertThat(hub.events(ann)).containsExactly("invoice.requested");
        assertThat(hub.rows("select receipt_id, amount_minor, currency, account from invoice_request"))
                .containsExactly(recharge.receiptId() + " 12500 KWD 4002");
        assertThat(hub.balance(ann)).isEqualTo("12.500");
        hub.look(ann, recharge());
        assertThat(hub.events(ann)).containsExactly("invoice.requested", "invoice.requested");
    }

    @Test
    void theAccountIsACode() {
        for (String wrong : new String[] {"", "4001 ", "x".repeat(33), "4001;"}) {
            assertThatThrownBy(() -> new RechargeInvoiceRules(true, wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static InvoicedRecharge recharge() {
        return new InvoicedRecharge(ReceiptId.next(), "RCH-1", dinars("12.500"), InvoiceFixture.NOON);
    }
}
