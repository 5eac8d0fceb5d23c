package wallethub.embedded.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Parameters as {@code application/x-www-form-urlencoded}, of a query or a body; a repeated name keeps its last value. */
record Form(Map<String, String> values) {

    static Form parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return new Form(values);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The values of {@code prefix[x]}, by x. */
    Map<String, String> under(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix + "[") && name.endsWith("]")) {
                found.put(name.substring(prefix.length() + 1, name.length() - 1), value);
            }
        });
        return found;
    }

    /** The same text for the same parameters, whatever their order. */
    String canonical() {
        return new TreeMap<>(values).toString();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}
