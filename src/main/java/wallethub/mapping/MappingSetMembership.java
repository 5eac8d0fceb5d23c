package wallethub.mapping;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;
import wallethub.mapping.MappingSetStore.ActiveSet;

/**
 * This instance's part in the agreement on one set of mappings.
 *
 * <p>A set comes into force when a running instance loads it from changed files; when an instance starts with a set that was
 * never seen before; when an instance starts and nobody runs the set in force any more; or when the setting {@code
 * hub.mappings.activate} names it. An old instance that restarts in the middle of a rolling change therefore changes nothing.
 */
@Component
class MappingSetMembership implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(MappingSetMembership.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration LATELY = Duration.ofSeconds(15);

    private final Mappings mappings;
    private final MappingSetStore store;
    private final TransactionOperations transactions;
    private final MappingSettings settings;
    private final String instance = UUID.randomUUID().toString();
    private volatile @Nullable ActiveSet inForce;
    // Loaded from changed files here, and not in force in the database yet.
    private final AtomicReference<@Nullable String> coming = new AtomicReference<>();
    private @Nullable ScheduledExecutorService poller;
    private @Nullable ScheduledFuture<?> polling;

    MappingSetMembership(
            Mappings mappings, MappingSetStore store, TransactionOperations transactions, MappingSettings settings) {
        this.mappings = mappings;
        this.store = store;
        this.transactions = transactions;
        this.settings = settings;
        mappings.onChange(set -> {
            coming.set(set.hash());
            quietly(this::activate);
        });
    }

    /** The set in force, as last read from the database. */
    Optional<ActiveSet> inForce() {
        return Optional.ofNullable(inForce);
    }

    /**
     * Whether this instance may serve: it runs the set in force, or the one before it while that is being replaced, or the one
     * that it is about to put in force.
     */
    boolean isReady() {
        String own = mappings.active().hash();
        ActiveSet active = inForce;
        return active != null
                && (own.equals(active.hash())
                        || own.equals(coming.get())
                        || (own.equals(active.previousHash()) && active.age().compareTo(settings.rollover()) < 0));
    }

    @Override
    public synchronized void start() {
        if (poller != null) {
            return;
        }
        quietly(this::join);
        poller = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("mapping-set").daemon().factory());
        polling = poller.scheduleWithFixedDelay(
                () -> quietly(this::refresh), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (poller != null) {
            if (polling != null) {
                polling.cancel(true);
            }
            poller.shutdownNow();
            poller = null;
            quietly(() -> store.forget(instance));
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return poller != null;
    }

    /** Says what this instance runs, and puts it in force where the rules above say so. */
    void join() {
        String own = mappings.active().hash();
        transactions.executeWithoutResult(status -> {
            store.lock();
            boolean isNew = store.remember(own);
            store.seen(instance, own);
            Optional<ActiveSet> active = store.active();
            boolean deserted =
                    active.isEmpty() || !store.runsElsewhere(active.get().hash(), instance, LATELY);
            boolean wanted = !settings.activate().isEmpty() && own.startsWith(settings.activate());
            if (isNew || deserted || wanted) {
                store.activate(own, instance);
            }
        });
        read();
    }

    /** Puts a set in force that this running instance has loaded; without a database it is tried again. */
    private void activate() {
        String hash = coming.get();
        if (hash == null) {
            return;
        }
        transactions.executeWithoutResult(status -> {
            store.lock();
            store.remember(hash);
            store.seen(instance, hash);
            store.activate(hash, instance);
        });
        read();
        coming.compareAndSet(hash, null);
    }

    void refresh() {
        if (inForce == null) {
            join();
            return;
        }
        activate();
        store.seen(instance, mappings.active().hash());
        read();
    }

    private void read() {
        ActiveSet before = inForce;
        ActiveSet now = store.active().orElse(null);
        inForce = now;
        if (now != null && (before == null || !before.hash().equals(now.hash()))) {
            log.atInfo()
                    .addKeyValue("hash", now.hash())
                    .addKeyValue("own", mappings.active().hash())
                    .log("set of mappings in force");
        }
    }

    /** Without its database an instance keeps what it knew; the health of the database says the rest. */
    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (DataAccessException | TransactionException e) {
            log.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("the set in force cannot be read");
        }
    }
}
