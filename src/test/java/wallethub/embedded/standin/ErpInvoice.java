package wallethub.embedded.standin;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;

/**
 * An invoice of the ERP stand-in to a customer.
 *
 * @param number given when it leaves the state {@code draft}; empty before
 * @param reference of who asked for it; empty where the ERP made it by itself
 * @param state {@code draft}, {@code open}, {@code paid} or {@code cancelled}
 * @param open what is still to be paid of it
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
        BigDecimal total,
        BigDecimal open,
        String text,
        Instant changedAt) {

    @JsonIgnore
    public boolean isOpen() {
        return state.equals("open");
    }

    @JsonIgnore
    boolean isDraft() {
        return state.equals("draft");
    }

    ErpInvoice issued(String given, Instant now) {
        return with(given, open.signum() == 0 ? "paid" : "open", open, now);
    }

    /** @throws IllegalArgumentException when it is not open, or not for so much */
    ErpInvoice paid(BigDecimal amount, Instant now) {
        BigDecimal left = open.subtract(amount);
        if (!isOpen() || amount.signum() <= 0 || left.signum() < 0) {
            throw new IllegalArgumentException("invoice " + number + " is " + state + " with " + open.toPlainString());
        }
        return with(number, left.signum() == 0 ? "paid" : "open", left, now);
    }

    ErpInvoice cancelled(Instant now) {
        return with(number, "cancelled", BigDecimal.ZERO, now);
    }

    private ErpInvoice with(String newNumber, String newState, BigDecimal newOpen, Instant now) {
        return new ErpInvoice(
                id, newNumber, reference, customer, newState, issueDate, dueDate, currency, total, newOpen, text, now);
    }

    ObjectNode wire() {
        ObjectNode wire = StandInJson.object()
                .put("id", id)
                .put("number", number)
                .put("reference", reference)
                .put("customer", customer)
                .put("state", state)
                .put("issueDate", issueDate.toString())
                .put("dueDate", dueDate.toString());
        wire.set("total", money(total, currency));
        wire.set("open", money(open, currency));
        return wire.put("text", text).put("changedAt", changedAt.toString());
    }

    /** At the exact scale of the currency. */
    static ObjectNode money(BigDecimal amount, String currency) {
        int digits = Currency.getInstance(currency).getDefaultFractionDigits();
        return StandInJson.object()
                .put("amount", amount.setScale(digits).toPlainString())
                .put("currency", currency);
    }
}
