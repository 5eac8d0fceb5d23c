package wallethub.books;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One page of a feed as the connector answered it.
 *
 * @param items by id, each once
 * @param next where the next page begins; null on the last
 */
record FeedPage(List<Item> items, @Nullable JsonNode next) {

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,100}");
    private static final String MALFORMED = "FEED_MALFORMED";

    /** @param changedAt by the ERP's clock, to the microsecond, as the database keeps it */
    record Item(String id, Instant changedAt, ObjectNode document) {}

    FeedPage {
        items = List.copyOf(items);
    }

    /** @throws FeedException when it is no page, or an item has no id or no time of change */
    static FeedPage of(byte[] answer, int limit) {
        JsonNode page = parsed(answer);
        JsonNode listed = page.path("items");
        demand(
                listed.isArray() && listed.size() <= limit,
                "a page has a list of at most as many items as were asked for");
        Map<String, Item> items = new LinkedHashMap<>();
        listed.forEach(each -> items.merge(
                item(each).id(), item(each), (one, other) -> other.changedAt().isAfter(one.changedAt()) ? other : one));
        JsonNode next = page.path("next");
        boolean last = next.isMissingNode() || next.isNull();
        demand(last || next.isValueNode(), "next is a plain value or null");
        return new FeedPage(new ArrayList<>(items.values()), last ? null : next);
    }

    @Nullable
    Instant highest() {
        return items.stream()
                .map(Item::changedAt)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static JsonNode parsed(byte[] answer) {
        try {
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw new FeedException(MALFORMED, "a page is not well-formed JSON");
        }
    }

    private static Item item(JsonNode each) {
        String id = each.path("id").asText();
        demand(each.isObject() && ID.matcher(id).matches(), "an item is an object with an id of 1 to 100 characters");
        return new Item(id, changedAt(each.path("changedAt").asText()), (ObjectNode) each);
    }

    private static Instant changedAt(String text) {
        try {
            return Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw new FeedException(MALFORMED, "an item has no time of change");
        }
    }

    private static void demand(boolean rule, String message) {
        if (!rule) {
            throw new FeedException(MALFORMED, message);
        }
    }
}
