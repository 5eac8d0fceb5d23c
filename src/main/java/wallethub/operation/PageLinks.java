package wallethub.operation;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The neighbours of a page (RFC 8288), as queries behind the list's own path: they hold behind any proxy.
 *
 * @param prev absent on the first page, and where a list goes forward only
 */
public record PageLinks(
        String first,
        @Nullable String prev,
        @Nullable String next,
        @Nullable String last) {

    /** {@code ?name=value&…} of those that have a value. */
    public static String query(Map<String, ?> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(String.valueOf(parameter.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }

    public String header() {
        Map<String, @Nullable String> relations = new LinkedHashMap<>();
        relations.put("first", first);
        relations.put("prev", prev);
        relations.put("next", next);
        relations.put("last", last);
        List<String> links = new ArrayList<>();
        relations.forEach((relation, target) -> {
            if (target != null) {
                links.add("<" + target + ">; rel=\"" + relation + "\"");
            }
        });
        return String.join(", ", links);
    }
}
