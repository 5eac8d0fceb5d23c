package wallethub.operation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How patiently operations are run.
 *
 * @param callLease how long one process may be calling out for an idempotency key before another resumes it
 * @param keyRetention how long the answer to a key is kept
 * @param attempts how often a transaction is tried when the database tells it to run again
 * @param batch commands of lanes that one transaction takes at most, where an operation can do several
 */
@ConfigurationProperties("hub.operation")
record OperationSettings(
        @DefaultValue("60s") Duration callLease,
        @DefaultValue("7d") Duration keyRetention,
        @DefaultValue("4") int attempts,
        @DefaultValue("100") int batch) {

    OperationSettings {
        within("call-lease", callLease, Duration.ofMillis(100), Duration.ofMinutes(10));
        within("key-retention", keyRetention, Duration.ofHours(1), Duration.ofDays(90));
        if (attempts < 1 || attempts > 10) {
            throw new IllegalArgumentException("hub.operation.attempts is from 1 to 10");
        }
        if (batch < 1 || batch > 500) {
            throw new IllegalArgumentException("hub.operation.batch is from 1 to 500");
        }
    }

    private static void within(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("hub.operation." + name + " is from " + least + " to " + most);
        }
    }
}
