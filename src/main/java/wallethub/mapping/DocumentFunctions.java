package wallethub.mapping;

import static wallethub.mapping.MappingFunction.plain;
import static wallethub.mapping.MappingFunction.refusing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Refusals, tables, dates, and JSLT's own functions where those are inexact, depend on the machine, or cannot be stopped. */
final class DocumentFunctions {

    private static final int PATTERNS_MAX = 500;
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    static final List<MappingFunction> ALL = List.of(
            refusing("require", 3, a -> {
                if (isMissing(a[0])) {
                    throw new MappingException(a[1].asText(), a[2].asText());
                }
                return a[0];
            }),
            refusing("reject", 2, a -> {
                throw new MappingException(a[0].asText(), a[1].asText());
            }),
            refusing(
                    "local-date",
                    2,
                    a -> text(instant(a[0]).atZone(zone(a[1])).toLocalDate().toString())),
            refusing("epoch-instant", 1, a -> text(epoch(a[0]).toString())),
            plain("uppercase", 1, a -> a[0].isNull() ? a[0] : text(a[0].asText().toUpperCase(Locale.ROOT))),
            plain("lowercase", 1, a -> a[0].isNull() ? a[0] : text(a[0].asText().toLowerCase(Locale.ROOT))),
            plain("to-json", 1, a -> text(ExactJson.text(a[0]))),
            refusing("from-json", 1, a -> ExactJson.parse(a[0].asText().getBytes(StandardCharsets.UTF_8))),
            plain("string", 1, a -> text(a[0].isTextual() ? a[0].textValue() : ExactJson.text(a[0]))),
            plain(
                    "test",
                    2,
                    a -> ExactJson.NODES.booleanNode(
                            !a[0].isNull() && matcher(a).find())),
            plain("capture", 2, DocumentFunctions::capture),
            plain("split", 2, DocumentFunctions::split),
            plain(
                    "replace",
                    3,
                    a -> a[0].isNull() ? a[0] : text(matcher(a).replaceAll(Matcher.quoteReplacement(a[2].asText())))));

    /** Built-in functions that fail at load, and what to use instead. */
    static final Map<String, String> BANNED = Map.ofEntries(
            Map.entry("round", "dec-round(x, scale, mode)"),
            Map.entry("floor", "dec-round(x, 0, \"FLOOR\")"),
            Map.entry("ceiling", "dec-round(x, 0, \"CEILING\")"),
            Map.entry("sum", "dec-sum(array)"),
            Map.entry("number", "dec(x)"),
            Map.entry("min", "dec-cmp(a, b)"),
            Map.entry("max", "dec-cmp(a, b)"),
            Map.entry("mod", "dec-sub and dec-mul"),
            Map.entry("format-time", "local-date(instant, zone)"),
            Map.entry("parse-time", "epoch-instant(seconds)"),
            Map.entry("now", "a time of the document; a transform gives the same document every time"),
            Map.entry("random", "a value of the document; a transform gives the same document every time"),
            Map.entry("uuid", "an id of the document; a transform gives the same document every time"),
            Map.entry("error", "reject(code, message)"));

    private DocumentFunctions() {}

    /** What a banned function does where the compiler runs it before the tree could be looked at. */
    static List<MappingFunction> banned() {
        return BANNED.entrySet().stream()
                .map(entry -> new MappingFunction(entry.getKey(), 0, 10, false, arguments -> {
                    throw new MappingException("FUNCTION_BANNED", entry.getKey() + ": use " + entry.getValue());
                }))
                .toList();
    }

    static MappingFunction lookup(Map<String, LookupTable> tables) {
        return refusing("lookup", 2, a -> {
            LookupTable table = tables.get(a[0].asText());
            if (table == null) {
                throw new MappingException("TABLE_UNKNOWN", "no table " + a[0].asText());
            }
            return text(table.find(a[1].asText())
                    .orElseThrow(
                            () -> new MappingException("LOOKUP_MISS", "table " + a[0].asText() + " has no such key")));
        });
    }

    private static boolean isMissing(JsonNode node) {
        return node.isNull()
                || node.isMissingNode()
                || (node.isTextual() && node.textValue().isBlank());
    }

    private static Instant instant(JsonNode node) {
        try {
            return Instant.parse(node.asText());
        } catch (DateTimeParseException e) {
            throw new MappingException("BAD_TIME", "not an RFC 3339 instant");
        }
    }

    private static Instant epoch(JsonNode node) {
        if (!node.canConvertToLong() || !node.isIntegralNumber()) {
            throw new MappingException("BAD_TIME", "not whole seconds since 1970");
        }
        try {
            return Instant.ofEpochSecond(node.longValue());
        } catch (DateTimeException e) {
            throw new MappingException("BAD_TIME", "seconds beyond any calendar");
        }
    }

    private static ZoneId zone(JsonNode node) {
        try {
            return ZoneId.of(node.asText());
        } catch (DateTimeException e) {
            throw new MappingException("BAD_TIME", "not a time zone");
        }
    }

    private static JsonNode capture(JsonNode[] a) {
        ObjectNode groups = ExactJson.NODES.objectNode();
        if (a[0].isNull()) {
            return a[0];
        }
        Matcher matcher = matcher(a);
        if (matcher.find()) {
            matcher.namedGroups().keySet().stream().sorted().forEach(name -> {
                String group = matcher.group(name);
                if (group != null) {
                    groups.put(name, group);
                }
            });
        }
        return groups;
    }

    private static JsonNode split(JsonNode[] a) {
        if (a[0].isNull()) {
            return a[0];
        }
        ArrayNode parts = ExactJson.NODES.arrayNode();
        for (String part : pattern(a[1]).split(new WatchedText(a[0].asText()), -1)) {
            parts.add(part);
        }
        return parts;
    }

    private static Matcher matcher(JsonNode[] a) {
        return pattern(a[1]).matcher(new WatchedText(a[0].asText()));
    }

    private static Pattern pattern(JsonNode node) {
        Pattern known = PATTERNS.get(node.asText());
        if (known != null) {
            return known;
        }
        try {
            Pattern pattern = Pattern.compile(node.asText());
            if (PATTERNS.size() < PATTERNS_MAX) {
                PATTERNS.put(node.asText(), pattern);
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new MappingException("BAD_PATTERN", "not a regular expression");
        }
    }

    private static JsonNode text(String text) {
        return ExactJson.NODES.textNode(text);
    }
}
