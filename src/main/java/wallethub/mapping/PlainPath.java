package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A path of names, as {@code .data.object.id}: no arithmetic, no indexes, nothing that can fail at a distance. */
record PlainPath(List<String> names) {

    private static final Pattern FORM = Pattern.compile("(\\.[A-Za-z_][A-Za-z0-9_-]*)+");

    static boolean isPlain(String text) {
        return FORM.matcher(text).matches();
    }

    /** @throws IllegalArgumentException when the text is not a plain path */
    static PlainPath parse(String text) {
        if (!isPlain(text)) {
            throw new IllegalArgumentException("not a plain path: " + text);
        }
        return new PlainPath(List.of(text.substring(1).split("\\.", -1)));
    }

    String last() {
        return names.getLast();
    }

    /** The text or number it leads to; empty for anything else, and for an empty text. */
    Optional<String> textIn(JsonNode document) {
        JsonNode node = document;
        for (String name : names) {
            node = node.path(name);
        }
        boolean usable = node.isTextual() || node.isIntegralNumber();
        return usable && !node.asText().isBlank() ? Optional.of(node.asText()) : Optional.empty();
    }
}
