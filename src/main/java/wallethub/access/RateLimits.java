package wallethub.access;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketExceptions.BucketExecutionException;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Counts how often something happened, for all instances together: buckets of bucket4j in PostgreSQL.
 *
 * <p>What is taken stays taken, whatever becomes of the request; so it is never called inside a transaction, which would
 * hold two connections as well.
 */
@Component
public class RateLimits {

    private static final Duration KEPT_WHEN_FULL = Duration.ofMinutes(1);

    private final PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;

    RateLimits(DataSource database, Clock clock) {
        buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("access_rate_bucket")
                .idColumn("name")
                .stateColumn("state")
                .expiresAtColumn("expires_at")
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_WHEN_FULL))
                .clientClock(new ClockMeter(clock))
                .build();
    }

    /**
     * Whether one more was let through.
     *
     * @param remaining how many more would be, now
     * @param retryAfter until the next one would be; zero when one would be now
     * @param reset until all of them are there again
     */
    public record Taken(boolean allowed, long remaining, Duration retryAfter, Duration reset) {}

    /** Takes one, as {@link #take(RateLimit, String, int)} does. */
    public Taken take(RateLimit limit, String subject) {
        return take(limit, subject, 1);
    }

    /**
     * Takes so many at once, when they are there; what is refused is not counted.
     *
     * @param subject who is counted: an id or a hash, never a number or a name
     * @param count more than one for who hands them out by himself, so that not every request asks the database
     * @throws DataAccessResourceFailureException when the database does not say
     */
    public Taken take(RateLimit limit, String subject, int count) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a rate limit is taken outside transactions: " + limit.name());
        }
        try {
            ConsumptionProbe probe = buckets.builder()
                    .build(limit.key(subject), () -> configuration(limit))
                    .tryConsumeAndReturnRemaining(count);
            return new Taken(
                    probe.isConsumed(),
                    probe.getRemainingTokens(),
                    Duration.ofNanos(probe.getNanosToWaitForRefill()),
                    Duration.ofNanos(probe.getNanosToWaitForReset()));
        } catch (BucketExecutionException e) {
            throw new DataAccessResourceFailureException("the bucket of " + limit.name() + " was not served", e);
        }
    }

    /** Drops rows that say nothing any more; returns how many. */
    public int purge(int most) {
        return buckets.removeExpired(most);
    }

    private static BucketConfiguration configuration(RateLimit limit) {
        var builder = BucketConfiguration.builder();
        for (RateLimit.Window window : limit.windows()) {
            builder.addLimit(one -> one.capacity(window.count()).refillIntervally(window.count(), window.period()));
        }
        return builder.build();
    }
}
