package wallethub.lane;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Keeps the lanes' house: reads their gauges and drops what is past its retention, a batch at a time. */
@Component
class LaneKeeper implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LaneKeeper.class);
    private static final Duration GAUGES_EVERY = Duration.ofSeconds(10);
    private static final int BATCHES_MAX = 20;

    private final KeeperStore store;
    private final LaneMetrics metrics;
    private final LaneSettings.Retention retention;
    private @Nullable ScheduledExecutorService clockwork;

    LaneKeeper(KeeperStore store, LaneMetrics metrics, LaneSettings settings) {
        this.store = store;
        this.metrics = metrics;
        retention = settings.retention();
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("lane-keeper").daemon().factory());
        long gauges = GAUGES_EVERY.toMillis();
        long every = retention.every().toMillis();
        Future<?> unusedGauges =
                started.scheduleWithFixedDelay(() -> guarded(this::readGauges), gauges, gauges, TimeUnit.MILLISECONDS);
        Future<?> unusedRetention =
                started.scheduleWithFixedDelay(() -> guarded(this::drop), every, every, TimeUnit.MILLISECONDS);
        clockwork = started;
    }

    @Override
    public synchronized void stop() {
        if (clockwork != null) {
            clockwork.shutdownNow();
            clockwork = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return clockwork != null;
    }

    void readGauges() {
        metrics.read(store.readings());
    }

    /** Bodies first, whole rows later; several instances may do it at once and take different rows. */
    void drop() {
        for (int shard = 0; shard < 32; shard++) {
            int here = shard;
            repeat(() -> store.erase(here, retention.documents(), retention.batch()));
            repeat(() -> store.purge(here, retention.history(), retention.batch()));
        }
        repeat(() -> store.dropClosedDeadLetters(retention.batch()));
    }

    private interface Batch {
        int run();
    }

    private void repeat(Batch batch) {
        int times = 0;
        while (times < BATCHES_MAX && batch.run() >= retention.batch()) {
            times++;
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("lane housekeeping failed, will be repeated");
        }
    }
}
