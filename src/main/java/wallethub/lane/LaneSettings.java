package wallethub.lane;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the lanes; every one has a maximum.
 *
 * @param lease how long an instance may be silent before others take its shards; longer than any call's time-out + 10 s
 * @param pollMin the shortest wait between two looks for work without a signal
 * @param pollMax the longest
 * @param claim items claimed at once from one shard
 * @param inFlight items claimed and not finished, per lane and instance
 * @param workers settles and claims at the same time, per lane and instance
 * @param hold how long a held delivery without a date waits before it is tried again
 * @param stop how long a stopping lane waits for calls in flight
 * @param disabled lanes that take no subscriptions
 * @param requires lanes that take subscriptions only while a property has a value: lane to property name
 * @param letterHeaders headers of a letter that are stored beside those of {@link HubHeaders}
 * @param secretKey base64 of 32 bytes; needed as soon as a mapping says {@code privacy.secret}
 * @param secretKid names that key in the rows
 * @param previousSecretKeys by kid, to read what an earlier key wrote
 */
@ConfigurationProperties("hub.lane")
public record LaneSettings(
        @DefaultValue("75s") Duration lease,
        @DefaultValue("50ms") Duration pollMin,
        @DefaultValue("1s") Duration pollMax,
        @DefaultValue("100") int claim,
        @DefaultValue("1000") int inFlight,
        @DefaultValue("2") int workers,
        @DefaultValue("1h") Duration hold,
        @DefaultValue("20s") Duration stop,
        @DefaultValue List<String> disabled,
        @DefaultValue Map<String, String> requires,
        @DefaultValue List<String> letterHeaders,
        @Nullable String secretKey,
        @DefaultValue("1") String secretKid,
        @DefaultValue Map<String, String> previousSecretKeys,
        @DefaultValue DoorSettings door,
        @DefaultValue Retention retention) {

    /**
     * @param queue letters waiting for the committer; the next one is refused
     * @param batch letters stored in one transaction
     * @param answer how long a sender waits for its commit
     */
    public record DoorSettings(
            @DefaultValue("1000") int queue,
            @DefaultValue("100") int batch,
            @DefaultValue("10s") Duration answer) {

        public DoorSettings {
            require(queue >= 1 && queue <= 100_000, "hub.lane.door.queue", "1 to 100000");
            require(batch >= 1 && batch <= 100, "hub.lane.door.batch", "1 to 100");
            requireBetween(answer, Duration.ofMillis(100), Duration.ofMinutes(1), "hub.lane.door.answer");
        }
    }

    /**
     * @param documents bodies of settled deliveries are emptied after this
     * @param history rows, idempotency keys and history go after this; longer than any sender retries
     * @param every how often the keeper looks
     * @param batch rows dropped at once
     */
    public record Retention(
            @DefaultValue("30d") Duration documents,
            @DefaultValue("45d") Duration history,
            @DefaultValue("1m") Duration every,
            @DefaultValue("500") int batch) {

        public Retention {
            requireBetween(documents, Duration.ofDays(1), Duration.ofDays(365), "hub.lane.retention.documents");
            requireBetween(history, Duration.ofDays(31), Duration.ofDays(3650), "hub.lane.retention.history");
            requireBetween(every, Duration.ofSeconds(1), Duration.ofHours(1), "hub.lane.retention.every");
            require(batch >= 1 && batch <= 10_000, "hub.lane.retention.batch", "1 to 10000");
        }
    }

    public LaneSettings {
        requireBetween(lease, Duration.ofMillis(500), Duration.ofMinutes(30), "hub.lane.lease");
        requireBetween(pollMin, Duration.ofMillis(1), Duration.ofSeconds(10), "hub.lane.poll-min");
        requireBetween(pollMax, pollMin, Duration.ofSeconds(60), "hub.lane.poll-max");
        require(claim >= 1 && claim <= 1000, "hub.lane.claim", "1 to 1000");
        require(inFlight >= 1 && inFlight <= 100_000, "hub.lane.in-flight", "1 to 100000");
        require(workers >= 1 && workers <= 16, "hub.lane.workers", "1 to 16");
        requireBetween(hold, Duration.ofMillis(100), Duration.ofDays(7), "hub.lane.hold");
        requireBetween(stop, Duration.ZERO, Duration.ofMinutes(10), "hub.lane.stop");
        disabled = List.copyOf(disabled);
        requires = Map.copyOf(requires);
        letterHeaders = List.copyOf(letterHeaders);
        previousSecretKeys = Map.copyOf(previousSecretKeys);
    }

    double leaseSeconds() {
        return lease.toMillis() / 1000.0;
    }

    private static void requireBetween(Duration value, Duration min, Duration max, String name) {
        require(value.compareTo(min) >= 0 && value.compareTo(max) <= 0, name, min + " to " + max);
    }

    private static void require(boolean holds, String name, String range) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be within " + range);
        }
    }
}
