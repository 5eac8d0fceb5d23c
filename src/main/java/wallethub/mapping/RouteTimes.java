package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long the routes of a lane may take over one delivery: the time-outs that their files name, added up over every step
 * and every {@code direct:} route on the way. Time-outs that stand elsewhere are not in it.
 */
final class RouteTimes {

    static final RouteTimes NONE = new RouteTimes(Map.of(), name -> null);

    private static final int DEPTH_MAX = 16;
    // Of one call they come one after another; the others of these components run beside them.
    private static final Set<String> TIMES =
            Set.of("connectTimeout", "connectionRequestTimeout", "responseTimeout", "maxBlockMs", "deliveryTimeoutMs");
    // What only a running hub knows may be anything.
    private static final Pattern OPEN = Pattern.compile("\\{\\{[^}]*}}|\\$\\{[^}]*}");

    /** Steps by the URI that the route starts at. */
    private final Map<String, JsonNode> routes;

    private final Function<String, @Nullable String> settings;

    private RouteTimes(Map<String, JsonNode> routes, Function<String, @Nullable String> settings) {
        this.routes = routes;
        this.settings = settings;
    }

    /** Files that are no routes are left out: the hub itself says what is wrong with them. */
    static RouteTimes read(Path folder, Function<String, @Nullable String> settings) throws IOException {
        if (!Files.isDirectory(folder)) {
            return NONE;
        }
        Map<String, JsonNode> routes = new HashMap<>();
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(path -> path.toString().endsWith(".camel.yaml")).toList();
        }
        for (Path file : files) {
            units(file)
                    .forEach(unit -> routes.put(
                            unit.at("/route/from/uri").asText(),
                            unit.at("/route/from").isObject() ? unit.at("/route/from") : unit));
        }
        return new RouteTimes(routes, settings);
    }

    private static JsonNode units(Path file) throws IOException {
        try {
            return YamlDocument.parse(file.toString(), Files.readString(file)).root();
        } catch (FindingException e) {
            return ExactJson.NODES.arrayNode();
        }
    }

    Duration of(Mapping mapping) {
        String lane = "lane:" + mapping.target().lane();
        return routes.entrySet().stream()
                .filter(route -> route.getKey().split("\\?", 2)[0].equals(lane))
                .map(Map.Entry::getValue)
                .flatMap(route -> operations(mapping).map(operation -> millis(route, operation, 0)))
                .max(Long::compare)
                .map(Duration::ofMillis)
                .orElse(Duration.ZERO);
    }

    /** One document or, where the mapping says so, many in one call: the longer counts. */
    private static Stream<String> operations(Mapping mapping) {
        String alone = Objects.requireNonNullElse(mapping.target().operation(), "${any}");
        String batch = mapping.target().batch();
        return batch == null ? Stream.of(alone) : Stream.of(alone, batch);
    }

    private long millis(JsonNode part, String operation, int depth) {
        if (depth > DEPTH_MAX || part.isValueNode()) {
            return 0;
        }
        long sum = 0;
        if (part.isArray()) {
            for (JsonNode each : part) {
                sum += millis(each, operation, depth);
            }
        }
        for (Map.Entry<String, JsonNode> field : part.properties()) {
            boolean call = field.getKey().equals("to") || field.getKey().equals("toD");
            sum += call ? call(field.getValue(), operation, depth) : millis(field.getValue(), operation, depth);
        }
        return sum;
    }

    private long call(JsonNode to, String operation, int depth) {
        String uri = to.isTextual() ? to.asText() : to.path("uri").asText();
        if (uri.startsWith("direct:")) {
            return next(uri, operation).stream()
                    .mapToLong(route -> millis(route, operation, depth + 1))
                    .max()
                    .orElse(0);
        }
        return TIMES.stream()
                .mapToLong(name -> number(to.path("parameters").path(name).asText()))
                .sum();
    }

    /** Where a call may go; the longest of these counts. */
    private List<JsonNode> next(String uri, String operation) {
        String known =
                filled(uri).replaceAll("(?i)\\$\\{header\\.HubTargetOperation}", Matcher.quoteReplacement(operation));
        String form = Stream.of(OPEN.split(known, -1)).map(Pattern::quote).collect(Collectors.joining("[^:]*"));
        List<JsonNode> found = new ArrayList<>();
        routes.forEach((start, route) -> {
            if (start.matches(form)) {
                found.add(route);
            }
        });
        return found;
    }

    private String filled(String text) {
        Placeholders placeholders = new Placeholders(settings);
        String filled = placeholders.fill(ExactJson.NODES.textNode(text)).asText();
        return placeholders.missing().isEmpty() ? filled : text;
    }

    private long number(String text) {
        String filled = filled(text);
        if (DurationText.isDuration(filled)) {
            return DurationText.parse(filled).toMillis();
        }
        return filled.matches("[0-9]{1,9}") ? Long.parseLong(filled) : 0;
    }
}
