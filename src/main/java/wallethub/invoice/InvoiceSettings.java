package wallethub.invoice;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How invoices are paid.
 *
 * @param deduction {@code off}, {@code full} or {@code partial}: what is deducted without being asked for, until
 *     the staff set the group {@code deduction}
 * @param believeAfter how long after the ERP confirmed a deduction its word on the invoice is believed as it is
 * @param batch how many invoices of a wallet one run deducts
 * @param sweep looks for wallets that could pay although nothing tells of it
 * @param recharge whether each recharge gets an invoice, until the staff set the group {@code recharge-invoice}
 * @param pdf where the ERP shows an invoice, with {@code {id}} or {@code {number}} for its own id or number;
 *     empty for nowhere
 */
@ConfigurationProperties("hub.invoice")
record InvoiceSettings(
        @DefaultValue("off") DeductionRules.Extent deduction,
        @DefaultValue("10m") Duration believeAfter,
        @DefaultValue("50") int batch,
        @DefaultValue Sweep sweep,
        @DefaultValue Recharge recharge,
        @DefaultValue("") String pdf) {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int PDF_MAX = 500;

    InvoiceSettings {
        if (believeAfter.isNegative() || believeAfter.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("hub.invoice.believe-after is 0 to " + LONGEST);
        }
        if (batch < 1 || batch > 500) {
            throw new IllegalArgumentException("hub.invoice.batch is 1 to 500");
        }
        if (!pdf.isEmpty() && (!pdf.matches("https://[^\\s{}\"<>]+/[^\\s\"<>]*") || pdf.length() > PDF_MAX)) {
            throw new IllegalArgumentException("hub.invoice.pdf is an https URL of at most " + PDF_MAX + " characters");
        }
    }

    /**
     * A run goes on behind the one before.
     *
     * @param every how often there is one
     * @param batch how many customers with open invoices it looks at
     */
    record Sweep(
            @DefaultValue("1m") Duration every,
            @DefaultValue("500") int batch) {

        Sweep {
            if (every.toMillis() < 100 || every.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("hub.invoice.sweep.every is 100 ms to " + LONGEST);
            }
            if (batch < 1 || batch > 5_000) {
                throw new IllegalArgumentException("hub.invoice.sweep.batch is 1 to 5000");
            }
        }
    }

    /** See {@link RechargeInvoiceRules}. */
    record Recharge(
            @DefaultValue("false") boolean on,
            @DefaultValue("4001") String account) {

        RechargeInvoiceRules rules() {
            return new RechargeInvoiceRules(on, account);
        }
    }

    /** Where the ERP shows that invoice; empty for nowhere. */
    String pdfOf(String externalId, String number) {
        return number.isEmpty() && pdf.contains("{number}")
                ? ""
                : pdf.replace("{id}", inPath(externalId)).replace("{number}", inPath(number));
    }

    private static String inPath(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
