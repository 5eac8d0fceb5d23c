package wallethub.lane;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import wallethub.mapping.Mapping;
import wallethub.mapping.MappingContext;
import wallethub.mapping.Outcome;

/**
 * A mapping as lane tests want it: the document unchanged, the status or error classified by its name. The target of one
 * whose party is {@code unused} is not in use.
 */
record TestMapping(
        String name,
        int version,
        List<String> events,
        Target target,
        DeliveryPolicy delivery,
        DeadLetterPolicy deadLetter,
        boolean secret,
        String keyField)
        implements Mapping {

    static TestMapping of(String name, String lane, String... events) {
        return new TestMapping(
                name,
                1,
                List.of(events),
                new Target("erp", lane, "ensure-entry", null),
                new DeliveryPolicy(
                        Duration.ofSeconds(2),
                        new Retry(
                                3,
                                Duration.ofMillis(20),
                                2,
                                Duration.ofMillis(100),
                                0.1,
                                Duration.ofHours(1),
                                false,
                                true),
                        Duration.ofMillis(50),
                        null,
                        new Breaker(3, null, Duration.ofMillis(100), 1),
                        new Limits(0, 64, 0)),
                new DeadLetterPolicy("finance", "docs/operating/x.md", Duration.ofDays(90), OnPoison.PARK_KEY),
                false,
                "walletId");
    }

    TestMapping expiringAfter(Duration age) {
        return skipping().aged(age, true);
    }

    TestMapping triedFor(Duration age) {
        return aged(age, false);
    }

    private TestMapping aged(Duration age, boolean discardsLate) {
        Retry retry = delivery.retry();
        Retry brief = new Retry(
                retry.attempts(),
                retry.initial(),
                retry.factor(),
                retry.max(),
                retry.jitter(),
                age,
                discardsLate,
                retry.honourRetryAfter());
        return with(new DeliveryPolicy(
                delivery.timeout(), brief, delivery.fence(), delivery.find(), delivery.breaker(), delivery.limits()));
    }

    TestMapping keyedBy(String field) {
        return new TestMapping(name, version, events, target, delivery, deadLetter, secret, field);
    }

    TestMapping version(int other) {
        return new TestMapping(name, other, events, target, delivery, deadLetter, secret, keyField);
    }

    TestMapping asSecret() {
        return new TestMapping(name, version, events, target, delivery, deadLetter, true, keyField);
    }

    TestMapping skipping() {
        DeadLetterPolicy skips =
                new DeadLetterPolicy(deadLetter.owner(), deadLetter.runbook(), deadLetter.retention(), OnPoison.SKIP);
        return new TestMapping(name, version, events, target, delivery, skips, secret, keyField);
    }

    TestMapping inBatchesBy(String operation) {
        Target many = new Target(target.system(), target.lane(), target.operation(), operation);
        return new TestMapping(name, version, events, many, delivery, deadLetter, secret, keyField);
    }

    TestMapping limited(Limits limits) {
        return with(new DeliveryPolicy(
                delivery.timeout(), delivery.retry(), delivery.fence(), delivery.find(), delivery.breaker(), limits));
    }

    TestMapping finding(String operation) {
        return with(new DeliveryPolicy(
                delivery.timeout(),
                delivery.retry(),
                delivery.fence(),
                operation,
                delivery.breaker(),
                delivery.limits()));
    }

    TestMapping probing(String route) {
        Breaker breaker = new Breaker(3, route, Duration.ofMillis(100), 2);
        return with(new DeliveryPolicy(
                delivery.timeout(), delivery.retry(), delivery.fence(), delivery.find(), breaker, delivery.limits()));
    }

    TestMapping with(DeliveryPolicy policy) {
        return new TestMapping(name, version, events, target, policy, deadLetter, secret, keyField);
    }

    @Override
    public String owner() {
        return "finance-integration";
    }

    @Override
    public Optional<String> orderingKey(JsonNode document) {
        return Optional.ofNullable(document.get(keyField)).map(JsonNode::asText);
    }

    @Override
    public Optional<String> idempotencyKey(JsonNode document) {
        return Optional.ofNullable(document.get("transferId")).map(JsonNode::asText);
    }

    @Override
    public Optional<String> idempotencyKey(byte[] document) {
        return Documents.parse(document).flatMap(this::idempotencyKey);
    }

    @Override
    public JsonNode transform(JsonNode document, MappingContext context) {
        return document;
    }

    @Override
    public byte[] transform(byte[] document, MappingContext context) {
        return document;
    }

    @Override
    public boolean enabled() {
        return !name.startsWith("unused.");
    }

    @Override
    public Classification classify(Attempt attempt) {
        String code = attempt.error() == null ? "STATUS_" + attempt.status() : attempt.error();
        return classification(outcome(attempt), code);
    }

    private static Outcome outcome(Attempt attempt) {
        @Nullable Integer status = attempt.status();
        if (status != null) {
            return status < 300
                    ? Outcome.SUCCESS
                    : status == 503 ? Outcome.OUTAGE : status < 500 ? Outcome.FATAL : Outcome.RETRY;
        }
        String error = String.valueOf(attempt.error());
        return switch (error) {
            case "connect", "dns" -> Outcome.OUTAGE;
            case "timeout", "reset" -> Outcome.UNKNOWN;
            case "tls" -> Outcome.HOLD;
            default -> Outcome.FATAL;
        };
    }

    Classification classification(Outcome outcome, String code) {
        return new Classification(outcome, code, null, null, null, null, deadLetter.onPoison());
    }

    @Override
    public JsonNode masked(JsonNode document) {
        return document;
    }
}
