package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Two documents compared path by path; {@code 1.0} and {@code 1.00} are not the same. */
final class JsonDifference {

    private static final int DIFFERENCES_MAX = 50;

    private final List<String> lines = new ArrayList<>();

    private JsonDifference() {}

    /** Nothing when they are the same. */
    static List<String> between(JsonNode expected, JsonNode got) {
        JsonDifference difference = new JsonDifference();
        difference.compare("", expected, got);
        return difference.lines;
    }

    private void compare(String path, JsonNode expected, JsonNode got) {
        if (lines.size() >= DIFFERENCES_MAX) {
            return;
        }
        if (expected.isObject() && got.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            got.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(path + "." + name, expected.path(name), got.path(name)));
        } else if (expected.isArray() && got.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), got.size()); i++) {
                compare(path + "[" + i + "]", expected.path(i), got.path(i));
            }
        } else if (!same(expected, got)) {
            lines.add((path.isEmpty() ? "." : path) + ": expected " + shown(expected) + ", got " + shown(got));
        }
    }

    private static boolean same(JsonNode expected, JsonNode got) {
        if (expected.isNumber() && got.isNumber()) {
            return !got.isDouble() && ExactJson.text(expected).equals(ExactJson.text(got));
        }
        return expected.getNodeType() == got.getNodeType() && expected.equals(got);
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "nothing" : ExactJson.text(node);
    }
}
