package wallethub.lane;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import wallethub.mapping.Mapping;
import wallethub.mapping.Mapping.Classification;
import wallethub.mapping.Mapping.Retry;

/** Turns the outcome of an attempt into a verdict, by the patience that the mapping file asks for. */
final class Verdicts {

    static final String EXPIRED = "EXPIRED";
    static final String MAPPING_REMOVED = "MAPPING_REMOVED";
    static final String KEY_NOT_EVALUATED = "KEY_NOT_EVALUATED";
    static final String DUPLICATE_DOCUMENT = "DUPLICATE_FOREIGN_DOCUMENT";

    private final Clock clock;
    private final Duration hold;

    Verdicts(Clock clock, Duration hold) {
        this.clock = clock;
        this.hold = hold;
    }

    /** @param breakerOpen the target is paused already: what comes back waits for its end, not for a delay */
    Verdict of(Delivery delivery, Mapping mapping, Attempted attempted, boolean breakerOpen) {
        Classification said = attempted.classification();
        return switch (said.outcome()) {
            case SUCCESS -> new Verdict.Settle(true, said.code(), said.foreignId(), said.foreignNumber());
            case DISCARD -> new Verdict.Settle(false, said.code(), said.foreignId(), said.foreignNumber());
            case RETRY -> again(delivery, mapping, attempted, "retry");
            case UNKNOWN -> again(delivery, mapping, attempted, "unknown");
            case OUTAGE ->
                new Verdict.Wait(
                        "outage",
                        breakerOpen ? Duration.ZERO : mapping.delivery().retry().initial(),
                        false,
                        delivery.unknown(),
                        said.code(),
                        said.message());
            case HOLD ->
                new Verdict.Wait(
                        "hold", retryAfter(said, hold), false, delivery.unknown(), said.code(), said.message());
            case FATAL -> new Verdict.Die("fatal", false, said.onPoison(), said.code(), said.message());
        };
    }

    /** Whether lateness has made the message worthless, tried or not; only where the mapping says so. */
    boolean isExpired(Delivery delivery, Mapping mapping) {
        Retry retry = mapping.delivery().retry();
        return retry.discardsLate() && isOlderThan(delivery.enqueuedAt(), retry.maxAge());
    }

    private Verdict again(Delivery delivery, Mapping mapping, Attempted attempted, String reason) {
        Classification said = attempted.classification();
        Retry retry = mapping.delivery().retry();
        boolean unknown = reason.equals("unknown");
        int spent = delivery.attempts() + (attempted.spendsAttempt() ? 1 : 0);
        if (spent >= retry.attempts() || isTooOld(delivery.firstFailedAt(), retry)) {
            return new Verdict.Die(reason, unknown, said.onPoison(), said.code(), said.message());
        }
        Duration delay = unknown ? mapping.delivery().fence() : backoff(retry, spent);
        if (retry.honourRetryAfter() && retryAfter(said, Duration.ZERO).compareTo(delay) > 0) {
            delay = retryAfter(said, delay);
        }
        return new Verdict.Wait(reason, delay, attempted.spendsAttempt(), unknown, said.code(), said.message());
    }

    private boolean isTooOld(@Nullable Instant firstFailedAt, Retry retry) {
        return firstFailedAt != null && isOlderThan(firstFailedAt, retry.maxAge());
    }

    private boolean isOlderThan(Instant since, Duration age) {
        return since.plus(age).isBefore(clock.instant());
    }

    /** Grows by the factor up to the maximum, jittered so that keys that failed together do not return together. */
    static Duration backoff(Retry retry, int spent) {
        double grown = retry.initial().toMillis() * Math.pow(retry.factor(), Math.max(0, spent - 1));
        double capped = Math.min(grown, (double) retry.max().toMillis());
        double spread = 1 + retry.jitter() * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofMillis(Math.round(capped * spread));
    }

    private static Duration retryAfter(Classification said, Duration otherwise) {
        Duration given = said.retryAfter();
        return given == null ? otherwise : given;
    }
}
