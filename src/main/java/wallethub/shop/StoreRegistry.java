package wallethub.shop;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import wallethub.access.ClockMeter;
import wallethub.access.StoreQuotas;
import wallethub.database.Looks;
import wallethub.database.RowScope;
import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/**
 * The stores and their keys, as every request of a store asks for them.
 *
 * <p>One small statement a second, and all of them when anything is another; what was revoked or closed is of no use five
 * seconds later at the latest, on every instance. When the looks fail, each request asks the database itself, and is refused
 * when that does not answer.
 */
@Component
class StoreRegistry implements SmartLifecycle, StoreQuotas {

    // What no look has seen yet is asked for, but nobody makes the database work by inventing keys.
    private static final int UNSEEN_PER_SECOND = 20;

    private final ShopStore stores;
    private final StoreKeyStore keys;
    private final Clock clock;
    private final Bucket unseen;
    private final Cache<StoreId, Store> foundStores = found();
    private final Cache<StoreKeyId, StoreKey> foundKeys = found();
    private final Looks looks = new Looks("stores", this::read);
    private volatile Seen seen = new Seen(0, Map.of(), Map.of());

    StoreRegistry(ShopStore stores, StoreKeyStore keys, Clock clock) {
        this.stores = stores;
        this.keys = keys;
        this.clock = clock;
        unseen = Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(UNSEEN_PER_SECOND).refillIntervally(UNSEEN_PER_SECOND, Duration.ofSeconds(1)))
                .withCustomTimePrecision(new ClockMeter(clock))
                .build();
    }

    /** What was asked for stands until the next look has seen it. */
    private static <I, T> Cache<I, T> found() {
        return Caffeine.newBuilder()
                .maximumSize(ShopStore.MOST)
                .expireAfterWrite(Duration.ofSeconds(1))
                .build();
    }

    private record Seen(long version, Map<StoreId, Store> stores, Map<StoreKeyId, StoreKey> keys) {}

    /** @throws ProblemException OVERLOADED when nobody can say */
    Optional<Store> store(StoreId id) {
        return asked(id, seen.stores().get(id), foundStores, () -> stores.find(id));
    }

    /** One that was issued; it may be over by now. */
    Optional<StoreKey> key(StoreKeyId id) {
        return asked(id, seen.keys().get(id), foundKeys, () -> keys.find(id));
    }

    private <I, T> Optional<T> asked(I id, @Nullable T known, Cache<I, T> found, Supplier<Optional<T>> database) {
        try {
            if (!looks.areFresh()) {
                return RowScope.system().call(database);
            }
            // A shop with a new key begins with all of its servers at once: they are one question.
            return known == null ? Optional.ofNullable(found.get(id, unknown -> unseen(database))) : Optional.of(known);
        } catch (DataAccessException e) {
            throw new ProblemException(ErrorCode.OVERLOADED, "please come again");
        }
    }

    private <T> @Nullable T unseen(Supplier<Optional<T>> database) {
        return unseen.tryConsume(1) ? RowScope.system().call(database).orElse(null) : null;
    }

    @Override
    public int requestsPerMinute(StoreId store) {
        return store(store).map(found -> found.caps().requestsPerMinute()).orElse(1);
    }

    @Override
    public int moneyPerMinute(StoreId store) {
        return store(store).map(found -> found.caps().moneyPerMinute()).orElse(1);
    }

    /** One look, now. */
    void look() {
        looks.look();
    }

    private void read() {
        // First the number: what changes meanwhile is read again with the next look.
        long version = stores.version();
        if (version == seen.version()) {
            return;
        }
        seen = new Seen(
                version,
                stores.list("", ShopStore.MOST).stream().collect(Collectors.toMap(Store::id, Function.identity())),
                keys.usable(clock.instant()).stream().collect(Collectors.toMap(StoreKey::id, Function.identity())));
    }

    @Override
    public void start() {
        looks.start();
    }

    @Override
    public void stop() {
        looks.stop();
    }

    @Override
    public boolean isRunning() {
        return looks.isRunning();
    }
}
