package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/** Refuses a mapped document that holds a double anywhere: some arithmetic on the way was not exact. */
final class DoubleGuard {

    private DoubleGuard() {}

    /** @throws MappingException {@code MONEY_DOUBLE} with the path */
    static void check(JsonNode mapped) {
        check(mapped, "");
    }

    private static void check(JsonNode node, String path) {
        if (node.isDouble() || node.isFloat()) {
            throw new MappingException("MONEY_DOUBLE", "a double at " + (path.isEmpty() ? "." : path));
        }
        if (node.isObject()) {
            node.properties().forEach(field -> check(field.getValue(), path + "." + field.getKey()));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            check(node.get(i), path + "[" + i + "]");
        }
    }
}
