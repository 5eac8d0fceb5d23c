package wallethub.mapping;

import static wallethub.mapping.MappingFunction.refusing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts for people: a template filled, and how many SMS it takes. */
final class MessageFunctions {

    private static final Pattern PLACE = Pattern.compile("\\{([a-z][a-z-]*)}");

    static final List<MappingFunction> ALL =
            List.of(refusing("fill", 2, a -> fill(a[0], a[1])), refusing("sms-segments", 2, a -> segments(a[0], a[1])));

    private MessageFunctions() {}

    private static JsonNode fill(JsonNode template, JsonNode values) {
        String text = needed(template);
        Matcher place = PLACE.matcher(new WatchedText(text));
        StringBuilder filled = new StringBuilder();
        while (place.find()) {
            JsonNode value = values.path(place.group(1));
            if (!value.isTextual() && !value.isIntegralNumber()) {
                throw new MappingException("TEMPLATE_VALUE", "no text or whole number for {" + place.group(1) + "}");
            }
            place.appendReplacement(filled, Matcher.quoteReplacement(value.asText()));
        }
        return ExactJson.NODES.textNode(place.appendTail(filled).toString());
    }

    private static JsonNode segments(JsonNode text, JsonNode max) {
        int segments = SmsSegments.of(needed(text));
        if (segments > max.asInt()) {
            throw new MappingException("MESSAGE_TOO_LONG", segments + " SMS, where " + max.asInt() + " are the most");
        }
        return ExactJson.NODES.numberNode(segments);
    }

    private static String needed(JsonNode text) {
        if (!text.isTextual() || text.textValue().isBlank()) {
            throw new MappingException("MESSAGE_EMPTY", "a message without a text");
        }
        return text.textValue();
    }
}
