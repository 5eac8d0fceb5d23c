package wallethub.shop;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.ClockMeter;
import wallethub.id.StoreId;

/** How often a store named a customer who is none: nobody finds out by trying which number has which mobile. Each instance for itself. */
@Component
class WrongLinks {

    private static final Duration WINDOW = Duration.ofHours(1);

    private final int most;
    private final ClockMeter time;
    private final Cache<StoreId, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(ShopStore.MOST)
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .build();

    WrongLinks(ShopSettings settings, Clock clock) {
        most = settings.wrongLinks();
        time = new ClockMeter(clock);
    }

    /** How long the store has to wait; empty when it may name one. */
    Optional<Duration> pause(StoreId store) {
        EstimationProbe probe = bucket(store).estimateAbilityToConsume(1);
        return probe.canBeConsumed()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    void count(StoreId store) {
        bucket(store).tryConsume(1);
    }

    private Bucket bucket(StoreId store) {
        return buckets.get(
                store,
                name -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(most).refillIntervally(most, WINDOW))
                        .withCustomTimePrecision(time)
                        .build());
    }
}
