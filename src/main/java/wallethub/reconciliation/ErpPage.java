package wallethub.reconciliation;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.id.OwnId;
import wallethub.money.Money;
import wallethub.money.MoneyFormatException;

/**
 * One page of the ERP's lines, as the connector answered it.
 *
 * @param next where the next page begins; null on the last
 */
record ErpPage(List<ErpLine> lines, @Nullable String next) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    ErpPage {
        lines = List.copyOf(lines);
    }

    /** @throws ErpUnreadableException when it is no page */
    static ErpPage of(byte[] answer, int limit) {
        JsonNode page = parsed(answer);
        JsonNode items = page.path("items");
        if (!items.isArray() || items.size() > limit) {
            throw malformed("a page has a list of at most as many items as were asked for");
        }
        List<ErpLine> lines = new ArrayList<>();
        items.forEach(item -> lines.add(line(item)));
        JsonNode next = page.path("next");
        return new ErpPage(lines, next.isMissingNode() || next.isNull() ? null : next.asText());
    }

    private static JsonNode parsed(byte[] answer) {
        try {
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw malformed("a page is not well-formed JSON");
        }
    }

    private static ErpLine line(JsonNode item) {
        String id = item.path("id").asText();
        String reference = item.path("reference").asText();
        if (id.isEmpty() || id.length() > 100) {
            throw malformed("a line has an id of 1 to 100 characters");
        }
        return new ErpLine(
                id,
                item.path("document").asText(),
                item.path("number").asText(""),
                OwnId.isOne(reference) ? reference : "",
                item.path("customer").asText(""),
                amount(item.path("amount")));
    }

    private static Money amount(JsonNode amount) {
        try {
            return Money.parse(
                    amount.path("amount").asText(),
                    Currency.getInstance(amount.path("currency").asText()));
        } catch (MoneyFormatException e) {
            throw malformed("a line has an amount with the decimals of its currency");
        } catch (IllegalArgumentException e) {
            throw malformed("a line has an ISO currency");
        }
    }

    private static ErpUnreadableException malformed(String message) {
        return new ErpUnreadableException("PAGE_MALFORMED", message, false);
    }
}
