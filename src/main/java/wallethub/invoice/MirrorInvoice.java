package wallethub.invoice;

import java.time.Instant;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import wallethub.money.Money;

/**
 * What the ERP says of an invoice, in canonical form.
 *
 * @param system the connector that read it
 * @param externalId the ERP's id
 * @param number of the document, empty for none
 * @param reference ours, empty for one that the ERP made by itself
 * @param customer the customer's code
 * @param open what is still to be paid of it; zero unless its state is open
 * @param text one line; what is longer than 500 characters is cut
 * @param changedAt by the ERP's clock; a later one is newer
 */
record MirrorInvoice(
        String system,
        String externalId,
        String number,
        String reference,
        String customer,
        String state,
        LocalDate issueDate,
        @Nullable LocalDate dueDate,
        Money total,
        Money open,
        String text,
        Instant changedAt) {

    private static final Pattern SYSTEM = Pattern.compile("[a-z][a-z0-9-]{0,49}");
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,100}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final int TEXT_MAX = 500;
    private static final int NUMBER_MAX = 255;

    /** @throws IllegalArgumentException naming the rule */
    MirrorInvoice {
        demand(SYSTEM.matcher(system).matches(), "system is the name of a connector");
        demand(ID.matcher(externalId).matches(), "externalId has 1 to 100 printable ASCII characters");
        demand(ID.matcher(customer).matches(), "customer has 1 to 100 printable ASCII characters");
        demand(reference.length() <= NUMBER_MAX, "reference has at most 255 characters");
        demand(total.currency().equals(open.currency()), "total and open are of one currency");
        demand(InvoiceState.of(state) == InvoiceState.OPEN || open.isZero(), "only an open invoice has an open amount");
        number = line(number, NUMBER_MAX);
        text = line(text, TEXT_MAX);
    }

    private static String line(String text, int max) {
        String line = CONTROL.matcher(text).replaceAll(" ").strip();
        return line.substring(0, line.offsetByCodePoints(0, Math.min(max, line.codePointCount(0, line.length()))));
    }

    private static void demand(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }
}
