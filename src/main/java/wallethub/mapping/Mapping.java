package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One mapping file, compiled: what a document becomes, how patiently it is delivered, who owns it when it dies. */
public interface Mapping {

    String name();

    int version();

    String owner();

    /** The events it subscribes to, a {@code *.reversed} among them; empty for one that letters name. */
    List<String> events();

    /** Whether its target is in use; a disabled one does not subscribe. */
    boolean enabled();

    Target target();

    DeliveryPolicy delivery();

    DeadLetterPolicy deadLetter();

    /** Whether its document carries a one-time code or token, so that lane rows keep it encrypted. */
    boolean secret();

    /** The ordering key of a document, a plain path; empty when it cannot be evaluated. */
    Optional<String> orderingKey(JsonNode document);

    /** The target's idempotency key, identical on every attempt; empty when it cannot be evaluated. */
    Optional<String> idempotencyKey(JsonNode document);

    /** The same from bytes; empty also when they are no document. */
    Optional<String> idempotencyKey(byte[] document);

    /** @throws MappingException with a stable code and, where there is one, the path */
    JsonNode transform(JsonNode document, MappingContext context);

    /**
     * The same from bytes to bytes, within the limits of size, depth and time.
     *
     * @throws MappingException with a stable code and, where there is one, the path
     */
    byte[] transform(byte[] document, MappingContext context);

    /** Reads what the target answered and says what that means; never throws. */
    Classification classify(Attempt attempt);

    /** Personal data masked, secrets removed: what may be kept in a dead letter or shown. */
    JsonNode masked(JsonNode document);

    /**
     * @param lane the lane that delivers it
     * @param operation the connector's operation, in the header {@code HubTargetOperation}
     * @param batch its operation for many documents in one call, in the same header; null where each goes alone
     */
    record Target(
            String system,
            String lane,
            @Nullable String operation,
            @Nullable String batch) {}

    /**
     * @param timeout of one call
     * @param fence how long after an unknown outcome nothing is asked or sent
     * @param find the connector operation that looks up by our reference, when there is one
     */
    record DeliveryPolicy(
            Duration timeout,
            Retry retry,
            Duration fence,
            @Nullable String find,
            Breaker breaker,
            Limits limits) {}

    /** @param discardsLate whether one that is older than {@code maxAge} is worthless, tried or not; otherwise it is tried once */
    record Retry(
            int attempts,
            Duration initial,
            double factor,
            Duration max,
            double jitter,
            Duration maxAge,
            boolean discardsLate,
            boolean honourRetryAfter) {}

    /** @param probeRoute the endpoint that tells whether the target is alive; without one a single delivery tries */
    record Breaker(int openAfter, @Nullable String probeRoute, Duration probeEvery, int closeAfter) {}

    record Limits(int perSecond, int concurrency, int batch) {}

    record DeadLetterPolicy(String owner, String runbook, Duration retention, OnPoison onPoison) {}

    enum OnPoison {
        PARK_KEY,
        SKIP
    }

    /**
     * What happened to one attempt: an answer, or the error that came instead of one.
     *
     * @param error connect, dns, tls, timeout, reset, or a mapping's or operation's code; null when there was an answer
     */
    record Attempt(
            @Nullable Integer status,
            List<Header> headers,
            @Nullable String body,
            @Nullable String error) {}

    record Header(String name, String value) {}

    /** @param onPoison what a fatal outcome does to the key: the rule's own word, or the mapping's */
    record Classification(
            Outcome outcome,
            String code,
            @Nullable String message,
            @Nullable String foreignId,
            @Nullable String foreignNumber,
            @Nullable Duration retryAfter,
            OnPoison onPoison) {}
}
