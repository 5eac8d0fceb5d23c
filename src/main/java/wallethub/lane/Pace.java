package wallethub.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import wallethub.mapping.Mapping.Limits;

/**
 * Lets heads of keys go to the target as fast as one mapping's limits allow: so many at a time, so many a second, so
 * many in one call. Each call runs on a virtual thread of its own.
 */
final class Pace<T> {

    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

    private final DoubleSupplier share;
    private final BooleanSupplier stopping;
    private final Consumer<List<T>> call;
    private final Queue<T> waiting = new ArrayDeque<>();
    private int running;
    private volatile Limits limits;
    private int batch = 1;
    private long nextSlot = System.nanoTime();

    /**
     * @param share the part of {@code perSecond} that is this instance's, 0 to 1
     * @param stopping who stops waits for no slot: the call is made no more, and only has to hear of it
     */
    Pace(Limits limits, DoubleSupplier share, BooleanSupplier stopping, Consumer<List<T>> call) {
        this.limits = limits;
        this.share = share;
        this.stopping = stopping;
        this.call = call;
    }

    /** Together, so that they may go in one call of at most {@code atOnce}. */
    void offer(List<T> heads, Limits inForce, int atOnce) {
        synchronized (this) {
            limits = inForce;
            batch = atOnce;
            waiting.addAll(heads);
        }
        pump();
    }

    private void pump() {
        while (true) {
            List<T> next = new ArrayList<>();
            synchronized (this) {
                if (waiting.isEmpty() || running >= Math.max(1, limits.concurrency())) {
                    return;
                }
                while (next.size() < batch && !waiting.isEmpty()) {
                    next.add(waiting.remove());
                }
                running++;
            }
            Thread.ofVirtual().name("lane-call").start(() -> run(next));
        }
    }

    private void run(List<T> heads) {
        try {
            awaitSlot(heads.size());
            call.accept(heads);
        } finally {
            synchronized (this) {
                running--;
            }
            pump();
        }
    }

    private void awaitSlot(int count) {
        int perSecond = limits.perSecond();
        if (perSecond > 0) {
            long mine = slot(Math.round(count * 1e9 / (perSecond * Math.max(share.getAsDouble(), 1.0 / 32))));
            for (long left = mine - System.nanoTime();
                    left > 0 && !stopping.getAsBoolean();
                    left = mine - System.nanoTime()) {
                LockSupport.parkNanos(this, Math.min(left, LOOK_NANOS));
            }
        }
    }

    private synchronized long slot(long cost) {
        long mine = Math.max(nextSlot, System.nanoTime());
        nextSlot = mine + cost;
        return mine;
    }
}
