package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What of a document nobody else may see: masked paths become stars, secret ones are taken out. Lists are looked through. */
record Masks(List<PlainPath> mask, List<PlainPath> secret) {

    static final String STARS = "***";

    Masks {
        mask = List.copyOf(mask);
        secret = List.copyOf(secret);
    }

    static Masks of(JsonNode privacy) {
        return new Masks(paths(privacy.path("mask")), paths(privacy.path("secret")));
    }

    /** A copy; the document itself stays as it is. */
    JsonNode applied(JsonNode document) {
        JsonNode copy = document.deepCopy();
        mask.forEach(path -> apply(copy, path.names(), false));
        secret.forEach(path -> apply(copy, path.names(), true));
        return copy;
    }

    private static List<PlainPath> paths(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).map(PlainPath::parse).toList();
    }

    private static void apply(JsonNode node, List<String> names, boolean remove) {
        if (node.isArray()) {
            node.forEach(item -> apply(item, names, remove));
        }
        if (!(node instanceof ObjectNode object)) {
            return;
        }
        String name = names.getFirst();
        if (names.size() > 1) {
            apply(object.path(name), names.subList(1, names.size()), remove);
        } else if (remove) {
            object.remove(name);
        } else if (object.hasNonNull(name)) {
            object.put(name, STARS);
        }
    }
}
