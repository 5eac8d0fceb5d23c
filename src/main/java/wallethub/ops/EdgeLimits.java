package wallethub.ops;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.ClientNetwork;
import wallethub.access.ClockMeter;
import wallethub.access.StoreQuotas;
import wallethub.access.WholeSeconds;

/**
 * The coarse request limits of one minute: per client address, per customer, per person on the staff and per store.
 *
 * <p>They are kept by each instance for itself, in memory, so that a read writes nothing: N instances let through up to N times
 * as many. A bucket that nobody used for two minutes is forgotten, and so are the least used ones when there are too many.
 */
@Component
class EdgeLimits {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofMinutes(2);
    private static final int MOST_BUCKETS = 100_000;

    private final EdgeSettings.Limits settings;
    private final TimeMeter time;
    private final Cache<String, Bucket> addresses = cache();
    private final Cache<String, Bucket> customers = cache();
    private final Cache<String, Bucket> staff = cache();
    private final Cache<String, Bucket> stores = cache();
    private final ObjectProvider<StoreQuotas> quotas;

    EdgeLimits(EdgeSettings settings, ObjectProvider<StoreQuotas> quotas, Clock clock) {
        this.quotas = quotas;
        this.settings = settings.limits();
        this.time = new ClockMeter(clock);
    }

    private static Cache<String, Bucket> cache() {
        return Caffeine.newBuilder()
                .maximumSize(MOST_BUCKETS)
                .expireAfterAccess(KEPT)
                .build();
    }

    /** Takes one of the client address's requests; an IPv6 client is its /64. */
    Allowance ofAddress(String address) {
        return taken("address", settings.address(), addresses, ClientNetwork.of(address));
    }

    /** Takes one of the caller's requests; empty for callers without such a limit. */
    Optional<Allowance> ofCaller(Caller caller) {
        return switch (caller.kind()) {
            case CUSTOMER -> Optional.of(taken("default", settings.customer(), customers, caller.subject()));
            case STAFF -> Optional.of(taken("staff", settings.staff(), staff, caller.subject()));
            case STORE -> Optional.of(ofStore(caller));
            case ANONYMOUS, SYSTEM -> Optional.empty();
        };
    }

    /** Changed numbers count anew, in a bucket of their own. */
    private Allowance ofStore(Caller caller) {
        int quota = quotas.getObject().requestsPerMinute(caller.store());
        return taken("store", quota, stores, quota + " " + caller.subject());
    }

    private Allowance taken(String policy, int quota, Cache<String, Bucket> buckets, String key) {
        Bucket bucket = buckets.get(
                key,
                name -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(quota).refillIntervally(quota, WINDOW))
                        .withCustomTimePrecision(time)
                        .build());
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return new Allowance(
                policy,
                quota,
                WINDOW.toSeconds(),
                probe.getRemainingTokens(),
                WholeSeconds.of(Duration.ofNanos(probe.getNanosToWaitForReset())),
                probe.isConsumed());
    }
}
