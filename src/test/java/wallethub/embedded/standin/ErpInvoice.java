package wallethub.embedded.standin;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;

/**
 * An invoice of the ERP stand-in to a customer, or a credit note, whose total is negative.
 *
 * @param number given when it leaves the state {@code draft}; empty before
 * @param reference of who asked for it; empty where the ERP made it by itself
 * @param state {@code draft}, {@code open}, {@code paid} or {@code cancelled}
 * @param open what is still to be paid of it
 * @param credits the id of the invoice that this credit note takes back; empty for an invoice
 */
public record ErpInvoice(
        String id,
        String number,
        String reference,
        String customer,
        String state,
        LocalDate issueDate,
        LocalDate dueDate,
        String currency,
        List<Line> lines,
        BigDecimal total,
        BigDecimal open,
        String text,
        String credits,
        Instant changedAt) {

    /** One position; negative in a credit note. */
    public record Line(String text, String account, BigDecimal amount) {}

    @JsonIgnore
    public boolean isOpen() {
        return state.equals("open");
    }

    @JsonIgnore
    boolean isDraft() {
        return state.equals("draft");
    }

    @JsonIgnore
    boolean isCredit() {
        return !credits.isEmpty();
    }

    @JsonIgnore
    boolean isUntouched() {
        return isOpen() && open.compareTo(total) == 0;
    }

    /** Whether both say the same about money; texts and dates may be worded anew by a later attempt. */
    boolean sameMoney(ErpInvoice other) {
        return customer.equals(other.customer)
                && currency.equals(other.currency)
                && credits.equals(other.credits)
                && amounts().equals(other.amounts());
    }

    private List<String> amounts() {
        return lines.stream()
                .map(line -> line.account() + " " + line.amount().toPlainString())
                .sorted()
                .toList();
    }

    ErpInvoice issued(String given, Instant now) {
        return with(given, "open", open, now);
    }

    /** @throws IllegalArgumentException when it is not open, or not for so much */
    ErpInvoice paid(BigDecimal amount, Instant now) {
        BigDecimal left = open.subtract(amount);
        if (!isOpen() || amount.signum() <= 0 || left.signum() < 0) {
            throw new IllegalArgumentException("invoice " + number + " is " + state + " with " + open.toPlainString());
        }
        return with(number, left.signum() == 0 ? "paid" : "open", left, now);
    }

    ErpInvoice settled(String finalState, Instant now) {
        return with(number, finalState, BigDecimal.ZERO, now);
    }

    private ErpInvoice with(String newNumber, String newState, BigDecimal newOpen, Instant now) {
        return new ErpInvoice(
                id, newNumber, reference, customer, newState, issueDate, dueDate, currency, lines, total, newOpen, text,
                credits, now);
    }

    /** As a list of invoices shows it. */
    ObjectNode wire() {
        ObjectNode wire = document()
                .put("customer", customer)
                .put("issueDate", issueDate.toString())
                .put("dueDate", dueDate.toString());
        wire.set("total", money(total, currency));
        wire.set("open", money(open, currency));
        return wire.put("text", text).put("changedAt", changedAt.toString());
    }

    /** As the answer to who asked for it. */
    ObjectNode document() {
        return StandInJson.object()
                .put("id", id)
                .put("number", number)
                .put("state", state)
                .put("reference", reference);
    }

    /** At the exact scale of the currency. */
    static ObjectNode money(BigDecimal amount, String currency) {
        int digits = Currency.getInstance(currency).getDefaultFractionDigits();
        return StandInJson.object()
                .put("amount", amount.setScale(digits).toPlainString())
                .put("currency", currency);
    }
}
