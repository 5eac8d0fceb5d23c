package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills {@code {{name:default}}} in the policy part of a mapping file from the hub's settings. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z0-9_.-]+)(?::([^}]*))?}}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    // These are programs and documents, not policy.
    private static final Set<String> UNTOUCHED = Set.of("transform", "answer", "samples", "outcomes");

    private final Function<String, @Nullable String> settings;
    private final List<String> missing = new ArrayList<>();

    Placeholders(Function<String, @Nullable String> settings) {
        this.settings = settings;
    }

    /** Pointers of placeholders that have neither a setting nor a default. */
    List<String> missing() {
        return missing;
    }

    JsonNode fill(JsonNode document) {
        return fill(document, "");
    }

    private JsonNode fill(JsonNode node, String pointer) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode filled = ExactJson.NODES.objectNode();
                object.properties()
                        .forEach(field -> filled.set(
                                field.getKey(),
                                UNTOUCHED.contains(field.getKey())
                                        ? field.getValue()
                                        : fill(field.getValue(), pointer + "/" + field.getKey())));
                yield filled;
            }
            case ArrayNode array -> {
                ArrayNode filled = ExactJson.NODES.arrayNode();
                array.forEach(item -> filled.add(fill(item, pointer + "/" + filled.size())));
                yield filled;
            }
            case TextNode text -> filled(text.textValue(), pointer);
            default -> node;
        };
    }

    /** What is nothing but a placeholder becomes a number where the setting is one. */
    private JsonNode filled(String text, String pointer) {
        String filled = fill(text, pointer);
        boolean number =
                NUMBER.matcher(filled).matches() && PLACEHOLDER.matcher(text).matches();
        return number ? ExactJson.NODES.numberNode(Integer.parseInt(filled)) : ExactJson.NODES.textNode(filled);
    }

    private String fill(String text, String pointer) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), match.group(2), pointer)));
    }

    private String value(String name, @Nullable String otherwise, String pointer) {
        String value = settings.apply(name);
        if (value != null && !value.isBlank()) {
            return value;
        }
        if (otherwise == null) {
            missing.add(pointer);
            return "";
        }
        return otherwise;
    }
}
