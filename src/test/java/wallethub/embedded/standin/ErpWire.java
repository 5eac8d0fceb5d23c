package wallethub.embedded.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Currency;

/** What the ERP stand-in reads of a request; what does not fit is refused. */
final class ErpWire {

    private ErpWire() {}

    static void checkCurrency(String code) {
        try {
            Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw refusal(422, "CURRENCY_UNKNOWN", "no currency " + code);
        }
    }

    static void checkScale(BigDecimal amount, String currency) {
        int digits = Currency.getInstance(currency).getDefaultFractionDigits();
        if (amount.stripTrailingZeros().scale() > digits) {
            throw refusal(422, "AMOUNT_SCALE", currency + " has " + digits + " decimals");
        }
    }

    static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw refusal(400, "BAD_REQUEST", "date is yyyy-mm-dd");
        }
    }

    static String text(JsonNode node, String field) {
        String value = node.path(field).asText("");
        if (value.isEmpty()) {
            throw refusal(400, "BAD_REQUEST", field + " is needed");
        }
        return value;
    }

    /** Nothing where the field is missing. */
    static BigDecimal amount(JsonNode line, String field) {
        JsonNode value = line.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return BigDecimal.ZERO;
        }
        try {
            // Normalised, so that 5 and 5.000 are the same money.
            BigDecimal amount = new BigDecimal(value.asText()).stripTrailingZeros();
            return amount.scale() < 0 ? amount.setScale(0) : amount;
        } catch (NumberFormatException e) {
            throw refusal(400, "BAD_REQUEST", field + " is a decimal");
        }
    }

    static RefusedException refusal(int status, String code, String message) {
        return new RefusedException(Reply.error(status, code, message));
    }
}
