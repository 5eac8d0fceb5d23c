package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import wallethub.mapping.Mapping.Breaker;
import wallethub.mapping.Mapping.DeadLetterPolicy;
import wallethub.mapping.Mapping.DeliveryPolicy;
import wallethub.mapping.Mapping.Limits;
import wallethub.mapping.Mapping.OnPoison;
import wallethub.mapping.Mapping.Retry;
import wallethub.mapping.Mapping.Target;

/** The policy blocks of a mapping file that fits its schema, with the defaults for what it leaves out. */
final class Policies {

    private Policies() {}

    static Target target(JsonNode target) {
        return new Target(
                target.path("system").asText(),
                target.path("lane").asText(),
                text(target.path("operation")),
                text(target.path("batch")));
    }

    /** A blank or false text disables: {@code "{{hub.kafka.brokers:}}"} is on where there are brokers. */
    static boolean enabled(JsonNode target) {
        String enabled = target.path("enabled").asText("true").strip();
        return !enabled.isEmpty() && !enabled.equals("false");
    }

    static DeliveryPolicy delivery(JsonNode delivery) {
        JsonNode unknown = delivery.path("unknown");
        return new DeliveryPolicy(
                duration(delivery.path("timeout"), "10s"),
                retry(delivery.path("retry")),
                duration(unknown.path("fence"), "60s"),
                text(unknown.path("find")),
                breaker(delivery.path("breaker")),
                limits(delivery.path("limits")));
    }

    static DeadLetterPolicy deadLetter(JsonNode deadLetter) {
        return new DeadLetterPolicy(
                deadLetter.path("owner").asText(),
                deadLetter.path("runbook").asText(),
                duration(deadLetter.path("retention"), "90d"),
                onPoison(deadLetter.path("onPoison"), OnPoison.PARK_KEY));
    }

    static OnPoison onPoison(JsonNode word, OnPoison otherwise) {
        return switch (word.asText("")) {
            case "skip" -> OnPoison.SKIP;
            case "park-key" -> OnPoison.PARK_KEY;
            default -> otherwise;
        };
    }

    static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isBlank() ? node.textValue() : null;
    }

    private static Retry retry(JsonNode retry) {
        JsonNode backoff = retry.path("backoff");
        return new Retry(
                retry.path("attempts").asInt(8),
                duration(backoff.path("initial"), "2s"),
                backoff.path("factor").asDouble(3),
                duration(backoff.path("max"), "30m"),
                backoff.path("jitter").asDouble(0.2),
                duration(retry.path("maxAge"), "24h"),
                retry.path("late").asText("").equals("discard"),
                retry.path("honourRetryAfter").asBoolean(true));
    }

    private static Breaker breaker(JsonNode breaker) {
        JsonNode probe = breaker.path("probe");
        return new Breaker(
                breaker.path("openAfter").asInt(5),
                text(probe.path("route")),
                duration(probe.path("every"), "30s"),
                probe.path("closeAfter").asInt(3));
    }

    private static Limits limits(JsonNode limits) {
        return new Limits(
                limits.path("perSecond").asInt(20),
                limits.path("concurrency").asInt(8),
                limits.path("batch").asInt(20));
    }

    private static Duration duration(JsonNode node, String otherwise) {
        return DurationText.parse(node.asText(otherwise));
    }
}
