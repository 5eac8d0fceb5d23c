package wallethub.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A document as it may be shown to anybody on the staff: its shape, and of its values only what is on a list of names and
 * looks like an id, an amount, a time or a code. Whatever else stands there is a row of dots.
 */
final class MaskedDocument {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MASK = "•••";
    private static final Set<String> SHOWN = Set.of(
            "id",
            "type",
            "kind",
            "specversion",
            "schema",
            "version",
            "source",
            "time",
            "at",
            "occurredat",
            "changedat",
            "createdat",
            "amount",
            "amountminor",
            "minorunits",
            "balance",
            "balanceafter",
            "currency",
            "code",
            "state",
            "status",
            "reason",
            "reference",
            "gateway",
            "account",
            "live",
            "language",
            "walletid",
            "customerid",
            "transferid",
            "rechargeid",
            "receiptid",
            "invoiceid",
            "eventid",
            "paymentid",
            "gatewaypaymentid",
            "gatewayeventid",
            "entrynumber",
            "documentid",
            "lineid",
            "system",
            "feed");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/+-]{1,100}");
    private static final Pattern NUMBERS = Pattern.compile("\\+?[0-9٠-٩][0-9٠-٩ ()-]{5,}[0-9٠-٩]");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>\"]+@[^\\s@<>\"]+");
    private static final int DEPTH_MAX = 32;

    private MaskedDocument() {}

    /** Null for none, and for what is no JSON. */
    static @Nullable JsonNode of(byte @Nullable [] document) {
        if (document == null || document.length == 0) {
            return null;
        }
        try {
            JsonNode read = JSON.readTree(document);
            return read.isContainerNode() ? masked("", read, 0) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** A sentence or key without whatever looks like a number of a person or an address. */
    static String text(String text) {
        return ADDRESS.matcher(NUMBERS.matcher(text).replaceAll(MASK)).replaceAll(MASK);
    }

    private static JsonNode masked(String name, JsonNode node, int depth) {
        if (depth > DEPTH_MAX) {
            return TextNode.valueOf(MASK);
        }
        if (node.isObject()) {
            ObjectNode masked = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                masked.set(text(field.getKey()), masked(field.getKey(), field.getValue(), depth + 1));
            }
            return masked;
        }
        if (node.isArray()) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> masked.add(masked(name, item, depth + 1)));
            return masked;
        }
        return node.isNull() || node.isBoolean() || isShown(name, node) ? node : TextNode.valueOf(MASK);
    }

    private static boolean isShown(String name, JsonNode value) {
        String plain = name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
        return SHOWN.contains(plain) && PLAIN.matcher(value.asText()).matches();
    }
}
