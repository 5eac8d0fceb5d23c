package wallethub.lane;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One difference between two JSON documents, at a path such as {@code .lines[0].debit}; null where there was nothing. */
record DocumentChange(
        String path, @Nullable String before, @Nullable String after) {

    private static final Pattern MONEY_NAME = Pattern.compile(
            "amount|currency|wallet|debit|credit|minor|balance|total|price|fee|account|customer|reference");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?");

    static List<DocumentChange> between(JsonNode before, JsonNode after) {
        List<DocumentChange> changes = new ArrayList<>();
        compare("", before, after, changes);
        return List.copyOf(changes);
    }

    /** Whether it touches money or who owns it: by its name, or because it is a number at all. */
    boolean isMoney() {
        return MONEY_NAME.matcher(path.toLowerCase(Locale.ROOT)).find() || isNumber(before) || isNumber(after);
    }

    private static void compare(
            String path, @Nullable JsonNode before, @Nullable JsonNode after, List<DocumentChange> changes) {
        if (before != null && after != null && before.isObject() && after.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(path + "." + name, before.get(name), after.get(name), changes));
        } else if (before != null && after != null && before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(path + "[" + i + "]", before.get(i), after.get(i), changes);
            }
        } else if (!Objects.equals(before, after)) {
            changes.add(new DocumentChange(path.isEmpty() ? "." : path, text(before), text(after)));
        }
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.isValueNode() ? node.asText() : node.toString();
    }

    private static boolean isNumber(@Nullable String value) {
        return value != null && NUMBER.matcher(value).matches();
    }
}
