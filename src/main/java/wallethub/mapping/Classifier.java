package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import wallethub.mapping.Mapping.Attempt;
import wallethub.mapping.Mapping.Classification;
import wallethub.mapping.Mapping.Header;
import wallethub.mapping.Mapping.OnPoison;

/**
 * Says what an attempt came to: the {@code answer} block reads the answer, then the {@code classify} rules are tried,
 * exceptions first, the first match wins.
 *
 * <p>Without a match: an answer of 2xx, or no complaint at all, is success; a target that cannot be reached is an outage; a
 * call that broke off may have happened; everything else is fatal.
 */
final class Classifier {

    private static final int MESSAGE_MAX = 500;
    private static final int FOREIGN_MAX = 255;

    private final List<ClassifyRule> rules;
    private final @Nullable MappingExpression answer;
    private final boolean honourRetryAfter;
    private final OnPoison onPoison;
    private final Duration limit;
    private final Clock clock;

    Classifier(
            List<ClassifyRule> rules,
            @Nullable MappingExpression answer,
            boolean honourRetryAfter,
            OnPoison onPoison,
            Duration limit,
            Clock clock) {
        this.rules = List.copyOf(rules);
        this.answer = answer;
        this.honourRetryAfter = honourRetryAfter;
        this.onPoison = onPoison;
        this.limit = limit;
        this.clock = clock;
    }

    /** Never throws: what cannot be read is classified by what is known. */
    Classification classify(Attempt attempt) {
        Reading reading = read(attempt);
        String error = attempt.error();
        @Nullable ClassifyRule rule = error == null ? null : first(each -> each.matchesError(error));
        if (rule == null && (error == null || attempt.status() != null)) {
            rule = first(each -> each.matchesAnswer(attempt.status(), reading.code()));
        }
        return new Classification(
                rule == null ? otherwise(attempt) : rule.outcome(),
                code(attempt, reading),
                reading.message(),
                reading.foreignId(),
                reading.foreignNumber(),
                retryAfter(attempt, reading),
                rule == null || rule.onPoison() == null ? onPoison : rule.onPoison());
    }

    private @Nullable ClassifyRule first(java.util.function.Predicate<ClassifyRule> matches) {
        return rules.stream().filter(matches).findFirst().orElse(null);
    }

    private static Outcome otherwise(Attempt attempt) {
        String error = attempt.error();
        if (error == null) {
            Integer status = attempt.status();
            return status == null || status / 100 == 2 ? Outcome.SUCCESS : Outcome.FATAL;
        }
        return switch (error) {
            case "connect", "dns", "tls" -> Outcome.OUTAGE;
            case "timeout", "reset" -> Outcome.UNKNOWN;
            default -> Outcome.FATAL;
        };
    }

    private static String code(Attempt attempt, Reading reading) {
        if (attempt.error() != null) {
            return attempt.error().toUpperCase(Locale.ROOT);
        }
        if (reading.code() != null) {
            return reading.code();
        }
        return attempt.status() == null ? "OK" : "HTTP_" + attempt.status();
    }

    private @Nullable Duration retryAfter(Attempt attempt, Reading reading) {
        if (!honourRetryAfter) {
            return null;
        }
        String text = reading.retryAfter() != null
                ? reading.retryAfter()
                : attempt.headers().stream()
                        .filter(header -> header.name().equalsIgnoreCase("Retry-After"))
                        .map(Header::value)
                        .findFirst()
                        .orElse(null);
        return text == null ? null : RetryAfter.parse(text, clock).orElse(null);
    }

    /** What the answer says, as far as the {@code answer} block could read it. */
    private record Reading(
            @Nullable String code,
            @Nullable String message,
            @Nullable String foreignId,
            @Nullable String foreignNumber,
            @Nullable String retryAfter) {

        static final Reading NOTHING = new Reading(null, null, null, null, null);
    }

    private Reading read(Attempt attempt) {
        if (answer == null || (attempt.status() == null && attempt.body() == null)) {
            return Reading.NOTHING;
        }
        try {
            JsonNode read = answer.apply(document(attempt), Map.of(), limit);
            return new Reading(
                    text(read, "code", FOREIGN_MAX),
                    text(read, "message", MESSAGE_MAX),
                    text(read, "foreignId", FOREIGN_MAX),
                    text(read, "foreignNumber", FOREIGN_MAX),
                    text(read, "retryAfter", FOREIGN_MAX));
        } catch (MappingException e) {
            return new Reading(null, "the answer block failed: " + e.code(), null, null, null);
        }
    }

    private static JsonNode document(Attempt attempt) {
        ObjectNode document = ExactJson.NODES.objectNode();
        if (attempt.status() != null) {
            document.set("status", ExactJson.integer(BigInteger.valueOf(attempt.status())));
        }
        ObjectNode headers = document.putObject("headers");
        attempt.headers().forEach(header -> headers.put(header.name().toLowerCase(Locale.ROOT), header.value()));
        if (attempt.body() != null) {
            document.set("body", body(attempt.body()));
        }
        return document;
    }

    private static JsonNode body(String text) {
        try {
            return ExactJson.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (MappingException e) {
            return ExactJson.NODES.textNode(text);
        }
    }

    private static @Nullable String text(JsonNode read, String field, int max) {
        JsonNode value = read.path(field);
        return Optional.of(value)
                .filter(node -> node.isTextual() || node.isIntegralNumber())
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank())
                .map(text -> text.length() > max ? text.substring(0, max) : text)
                .orElse(null);
    }
}
