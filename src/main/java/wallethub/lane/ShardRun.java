package wallethub.lane;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wallethub.crash.CrashPoint;
import wallethub.database.RowScope;
import wallethub.lane.ShardStore.Lease;
import wallethub.lane.ShardStore.LeaseLostException;
import wallethub.lane.ShardStore.Work;
import wallethub.mapping.Outcome;

/**
 * One shard under one lease: what is in flight, what is finished and not yet settled, and the chain of each key. Void as a
 * whole when the lease is lost.
 */
final class ShardRun {

    private static final Logger log = LoggerFactory.getLogger(ShardRun.class);

    /** The claimed deliveries of one key, one after another; its head is the one in flight. */
    static final class Chain {
        final ShardRun run;
        final String key;
        private final Deque<Delivery> queue = new ArrayDeque<>();

        Chain(ShardRun run, String key) {
            this.run = run;
            this.key = key;
        }
    }

    private final LaneParts parts;
    private final LaneStore.Target target;
    private final Lease lease;
    private final Consumer<List<Chain>> starter;
    private final List<DeliveryListener> listeners;
    private final Map<Long, Delivery> inFlight = new LinkedHashMap<>();
    private final Map<String, Chain> chains = new HashMap<>();
    private final List<Finished> finished = new ArrayList<>();
    private long unsettledSince;
    /** Keys whose chain broke since the running settle began: what it claims behind them would overtake. */
    private final Set<String> brokenSince = new HashSet<>();

    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean lost;
    private volatile boolean leaving;
    /** The last claim got all that it asked for: there is more, and the next settle brings it. */
    private volatile boolean behind;

    private volatile boolean passedOver;
    private volatile long leaseEndsNanos;
    private volatile long workedNanos;
    private final AtomicInteger failures = new AtomicInteger();

    ShardRun(LaneParts parts, LaneStore.Target target, Lease lease, Consumer<List<Chain>> starter) {
        this.parts = parts;
        this.target = target;
        this.lease = lease;
        this.starter = starter;
        listeners = parts.listeners().stream()
                .filter(listener -> listener.lane().equals(target.name()))
                .toList();
        renewed(System.nanoTime());
    }

    Lease lease() {
        return lease;
    }

    boolean isLost() {
        return lost;
    }

    /** From now on it only finishes what it has in hand. */
    void takeNothingMore() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    /**
     * Whether it may go to another instance: nothing is in flight, and no settle is on its way that would prolong the lease
     * after it was given back.
     */
    synchronized boolean isReadyToGo() {
        return leaving && inFlight.isEmpty() && finished.isEmpty() && requests.get() == 0;
    }

    /** @param since when the renewal was asked for, so that the local end is never later than the database's */
    void renewed(long since) {
        leaseEndsNanos = since + parts.settings().lease().toNanos();
        workedNanos = since;
    }

    /** A call that might outlive the lease is not started. */
    boolean coversCallOf(long timeoutNanos) {
        long lasts = Math.min(timeoutNanos, parts.settings().lease().toNanos() / 2);
        return !lost && leaseEndsNanos - System.nanoTime() > lasts;
    }

    synchronized boolean hasUnsettled() {
        return !finished.isEmpty();
    }

    /** Whether something that is finished waits that long for others to be settled with. */
    synchronized boolean hasUnsettledFor(long nanos) {
        return !finished.isEmpty() && System.nanoTime() - unsettledSince >= nanos;
    }

    synchronized int inFlightCount() {
        return inFlight.size();
    }

    /**
     * Whether a settle is worth its transaction now: half of what one claim takes is finished, or nothing else runs. What
     * is left waits for the dispatcher's next look, so that a slow call keeps no other from being settled.
     */
    synchronized boolean isWorthServing(int claim) {
        return finished.size() * 2 >= claim || finished.size() >= inFlight.size();
    }

    /** Whether a look would find out nothing: its next settle claims anyway, or is on its way. */
    boolean needsNoLook() {
        if (behind && inFlightCount() > 0) {
            return true;
        }
        boolean onItsWay = requests.get() > 0;
        if (onItsWay) {
            passedOver = true;
        }
        return onItsWay;
    }

    /** Whether a look left it out while it was being served: what came meanwhile is still to be found. */
    boolean wasPassedOver() {
        boolean was = passedOver;
        passedOver = false;
        return was;
    }

    boolean isFailing() {
        return failures.get() > 0;
    }

    long idleNanos() {
        return System.nanoTime() - workedNanos;
    }

    /** True when the caller must run {@link #serve}: one server at a time, and no request is missed. */
    boolean request() {
        return requests.getAndIncrement() == 0;
    }

    /** Settles and claims until nothing new was asked for meanwhile; answers how many were claimed. */
    int serve(int room, boolean trial) {
        int claimed = 0;
        int seen;
        do {
            seen = requests.get();
            claimed += settleAndClaim(room, trial);
            if (failures.get() == 0 && hasUnsettled() && isWorthServing(room)) {
                requests.getAndIncrement();
            }
        } while (!requests.compareAndSet(seen, 0));
        return claimed;
    }

    synchronized void lose() {
        lost = true;
        inFlight.clear();
        chains.clear();
        finished.clear();
    }

    /** The head that runs next, unless all of it is void. */
    synchronized @Nullable Delivery head(Chain chain) {
        return lost ? null : chain.queue.peek();
    }

    /** Takes the answer of the chain's head; whether the chain has another one to start. */
    synchronized boolean finish(Chain chain, Finished end) {
        if (lost || chain.queue.poll() == null) {
            return false;
        }
        if (finished.isEmpty()) {
            unsettledSince = System.nanoTime();
        }
        finished.add(end);
        if (!end.letsKeyGoOn()) {
            forget(chain);
            return false;
        }
        if (chain.queue.isEmpty()) {
            chains.remove(chain.key);
            return false;
        }
        return true;
    }

    /** Drops what the chain has not started; it will be handed out again. */
    synchronized void forget(Chain chain) {
        chain.queue.forEach(delivery -> inFlight.remove(delivery.id()));
        chain.queue.clear();
        chains.remove(chain.key, chain);
        brokenSince.add(chain.key);
    }

    private int settleAndClaim(int room, boolean trial) {
        List<Finished> ends;
        List<Long> rest;
        synchronized (this) {
            ends = takeFinished();
            rest = stillInFlight(ends);
        }
        int n = Math.max(0, room - rest.size());
        if (lost
                || (ends.isEmpty()
                        && n == 0
                        && (leaving || idleNanos() < parts.settings().lease().toNanos() / 3))) {
            return 0;
        }
        try {
            List<Delivery> claimed = work(withoutSettled(ends), rest, n, trial);
            failures.set(0);
            behind = n > 0 ? claimed.size() >= n : behind;
            accept(claimed, ends);
            return claimed.size();
        } catch (LeaseLostException e) {
            log.atWarn()
                    .addKeyValue("lane", target.name())
                    .addKeyValue("shard", lease.shard())
                    .log("lease lost");
            parts.metrics().leaseLost(target.name());
            lose();
        } catch (RuntimeException e) {
            settleFailed(ends, e);
        }
        return 0;
    }

    private synchronized List<Finished> takeFinished() {
        List<Finished> ends = List.copyOf(finished);
        finished.clear();
        brokenSince.clear();
        return ends;
    }

    /** The answer of a commit may have been lost: what it settled must not be settled again. */
    private List<Finished> withoutSettled(List<Finished> ends) {
        if (failures.get() == 0 || ends.isEmpty()) {
            return ends;
        }
        Set<Long> settled = parts.shards()
                .settledOf(
                        target.id(),
                        lease.shard(),
                        ends.stream().map(Finished::id).toList());
        return ends.stream().filter(end -> !settled.contains(end.id())).toList();
    }

    private List<Delivery> work(List<Finished> ends, List<Long> rest, int n, boolean trial) {
        if (!ends.isEmpty()) {
            CrashPoint.BEFORE_SETTLE.reached();
        }
        long since = System.nanoTime();
        Work work = new Work(
                ends.stream().flatMap(end -> end.settled().stream()).toList(),
                ends.stream().flatMap(end -> end.failure().stream()).toList(),
                rest,
                n,
                trial);
        List<Delivery> claimed = isOneStatement(ends)
                ? work(work)
                : parts.settle().execute(status -> {
                    List<Delivery> next = work(work);
                    ends.forEach(end ->
                            end.grave().ifPresent(grave -> parts.shards().bury(target.id(), lease.shard(), grave)));
                    tellListeners(ends);
                    return next;
                });
        renewed(since);
        if (!ends.isEmpty()) {
            CrashPoint.AFTER_SETTLE.reached();
            parts.metrics().settled(target.name(), work.settled().size());
        }
        return claimed;
    }

    private List<Delivery> work(Work work) {
        return parts.shards()
                .work(target.id(), target.name(), lease, parts.settings().leaseSeconds(), work);
    }

    /** A statement that is alone is a transaction of its own, in one round trip instead of two. */
    private boolean isOneStatement(List<Finished> ends) {
        return ends.isEmpty()
                || (listeners.isEmpty()
                        && ends.stream().allMatch(end -> end.grave().isEmpty()));
    }

    private synchronized List<Long> stillInFlight(List<Finished> ends) {
        Set<Long> ids = new HashSet<>(inFlight.keySet());
        ends.forEach(end -> ids.remove(end.id()));
        return List.copyOf(ids);
    }

    private void tellListeners(List<Finished> ends) {
        if (listeners.isEmpty()) {
            return;
        }
        Instant now = parts.clock().instant();
        List<Settlement> settlements =
                ends.stream().flatMap(end -> end.settlement(now).stream()).toList();
        if (!settlements.isEmpty()) {
            listeners.forEach(listener -> RowScope.system().run(() -> listener.settled(settlements)));
        }
    }

    private void accept(List<Delivery> claimed, List<Finished> ends) {
        List<Chain> fresh = new ArrayList<>();
        synchronized (this) {
            if (lost) {
                return;
            }
            ends.forEach(end -> inFlight.remove(end.id()));
            for (Delivery delivery : claimed) {
                if (brokenSince.contains(delivery.key())) {
                    continue; // handed out again, behind what broke
                }
                inFlight.put(delivery.id(), delivery);
                Chain chain = chains.get(delivery.key());
                if (chain == null) {
                    chain = new Chain(this, delivery.key());
                    chains.put(delivery.key(), chain);
                    fresh.add(chain);
                }
                chain.queue.add(delivery);
            }
        }
        if (!fresh.isEmpty()) {
            starter.accept(fresh);
        }
    }

    /** Kept and tried again; from the third time singly, so that one that cannot be settled keeps no other back. */
    private void settleFailed(List<Finished> ends, RuntimeException cause) {
        int times = failures.incrementAndGet();
        log.atError()
                .addKeyValue("lane", target.name())
                .addKeyValue("shard", lease.shard())
                .addKeyValue("deliveries", ends.size())
                .setCause(cause)
                .log("settle failed, will be repeated");
        List<Finished> left = new ArrayList<>(ends);
        if (times > 2 && ends.size() > 1) {
            left.removeIf(this::settledAlone);
        }
        synchronized (this) {
            if (!lost) {
                finished.addAll(0, left);
            }
        }
    }

    private boolean settledAlone(Finished end) {
        try {
            List<Finished> one = withoutSettled(List.of(end));
            work(one, stillInFlight(List.of(end)), 0, false);
            accept(List.of(), List.of(end));
            return true;
        } catch (LeaseLostException e) {
            lose();
        } catch (RuntimeException e) {
            log.atError().addKeyValue("delivery", end.id()).setCause(e).log("delivery cannot be settled");
        }
        return false;
    }

    /** For the listeners: how a dead letter looks from outside. */
    static Outcome outcomeOf(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Settle settle -> settle.success() ? Outcome.SUCCESS : Outcome.DISCARD;
            case Verdict.Wait wait -> Outcome.RETRY;
            case Verdict.Die die -> Outcome.FATAL;
        };
    }
}
