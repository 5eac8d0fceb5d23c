package wallethub.lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wallethub.lane.ShardRun.Chain;
import wallethub.lane.ShardStore.Due;
import wallethub.lane.ShardStore.Lease;
import wallethub.mapping.Mapping;

/**
 * Delivers one lane on one instance: leases its share of the shards, claims, runs keys in parallel and the deliveries of
 * one key one after another, settles. A slow call delays its own key only.
 *
 * <p>At least once on the wire, in commit order per key. A delivery in flight when its instance dies is handed out again
 * when the lease has run out.
 */
public final class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final int SHARDS = 32;
    private static final long LAG_WORTH_A_CLAIM = 4096;
    private static final long IDLE_CLAIM_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long FREE_LOOK_NANOS = Duration.ofMillis(500).toNanos();
    /** Signals that come faster share a look; one that comes alone is followed at once. */
    private static final long LOOKS_APART_NANOS = Duration.ofMillis(5).toNanos();

    private final LaneParts parts;
    private final LaneStore.Target target;
    private final String owner;
    private final DeliveryRunner runner;
    private final int batch;
    private final Attempts attempts;
    private final Breaker breaker = new Breaker();
    private final Map<Short, ShardRun> runs = new ConcurrentHashMap<>();
    private final Map<String, Pace<Chain>> paces = new ConcurrentHashMap<>();
    private final Semaphore signal = new Semaphore(0);
    private final Semaphore workers;
    private final Runnable wake = signal::release;
    private volatile boolean stopping;
    /** Nothing that is finished waited for a settle when the loop lay down. */
    private volatile boolean sleepsLong;

    private volatile long trialId = -1;
    private @Nullable Thread loop;
    private long leasedNanos;
    private long lookedNanos;
    private long lookedForWorkNanos = System.nanoTime() - LOOKS_APART_NANOS;
    private long askedForProbeNanos = System.nanoTime() - IDLE_CLAIM_NANOS;

    Dispatcher(LaneParts parts, LaneStore.Target target, String owner, DeliveryRunner runner, int batch) {
        this.parts = parts;
        this.target = target;
        this.owner = owner;
        this.runner = runner;
        this.batch = batch;
        attempts = new Attempts(parts, runner, breaker);
        workers = new Semaphore(parts.settings().workers());
    }

    /** Starts to claim. */
    public synchronized void start() {
        if (loop == null) {
            stopping = false;
            leasedNanos = System.nanoTime() - parts.settings().lease().toNanos();
            warnOfShortLease();
            parts.wakeUps().register(target.name(), wake);
            loop = Thread.ofPlatform().name("lane-" + target.name()).daemon().start(this::loop);
        }
    }

    /** Claims nothing more, waits for what is in flight, settles it and gives the leases back. */
    public synchronized void stop() {
        Thread running = loop;
        if (running == null) {
            return;
        }
        handOver();
        try {
            running.join(parts.settings().stop().plusSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop = null;
    }

    /** Begins to stop and returns at once: each shard goes to another instance as soon as nothing of it is in flight. */
    void handOver() {
        stopping = true;
        parts.wakeUps().unregister(target.name(), wake);
        signal.release();
    }

    /** As a crash would: nothing is settled, nothing is given back. For tests of what happens then. */
    synchronized void abandon() {
        stopping = true;
        runs.values().forEach(ShardRun::lose);
        runs.clear();
        signal.release();
        loop = null;
    }

    private void warnOfShortLease() {
        Duration longest = Duration.ZERO;
        for (Mapping mapping : mappingsOfLane()) {
            Duration timeout = mapping.delivery().timeout();
            longest = timeout.compareTo(longest) > 0 ? timeout : longest;
        }
        if (parts.settings().lease().compareTo(longest.plusSeconds(10)) < 0) {
            log.atWarn()
                    .addKeyValue("lane", target.name())
                    .addKeyValue("lease", parts.settings().lease())
                    .addKeyValue("timeout", longest)
                    .log("the lease is shorter than the longest call plus 10 s");
        }
    }

    // ---------------------------------------------------------------- the loop: leases, looking for work, probing

    private void loop() {
        long wait = parts.settings().pollMin().toMillis();
        while (!stopping) {
            boolean busy = false;
            try {
                restSinceLastLook();
                keepLeases();
                busy = lookForWork();
                probeWhenDue();
            } catch (RuntimeException e) {
                log.atWarn()
                        .addKeyValue("lane", target.name())
                        .setCause(e)
                        .log("lane pauses: the database did not answer");
            }
            wait = busy
                    ? parts.settings().pollMin().toMillis()
                    : Math.min(wait * 2, parts.settings().pollMax().toMillis());
            sleepsLong = true;
            if (anyUnsettled()) {
                wait = parts.settings().pollMin().toMillis();
                sleepsLong = false;
            }
            if (await(wait)) {
                wait = parts.settings().pollMin().toMillis();
            }
        }
        leave();
    }

    /** Whether a signal came. */
    private boolean await(long millis) {
        try {
            boolean signalled = signal.tryAcquire(Math.max(1, millis), TimeUnit.MILLISECONDS);
            signal.drainPermits();
            return signalled;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
            return false;
        }
    }

    private void restSinceLastLook() {
        long end = lookedForWorkNanos + LOOKS_APART_NANOS;
        for (long left = end - System.nanoTime(); left > 0 && !stopping; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        lookedForWorkNanos = System.nanoTime();
    }

    private boolean anyUnsettled() {
        return runs.values().stream().anyMatch(ShardRun::hasUnsettled);
    }

    private void keepLeases() {
        long now = System.nanoTime();
        runs.values().removeIf(ShardRun::isLost);
        releaseLeaving();
        boolean due = now - leasedNanos >= parts.settings().lease().toNanos() / 3;
        if (!due && !othersLeft(now)) {
            return;
        }
        leasedNanos = now;
        double seconds = parts.settings().leaseSeconds();
        int share = parts.shards().share(target.id(), owner, seconds);
        renew(now, seconds);
        int holding =
                (int) runs.values().stream().filter(run -> !run.isLeaving()).count();
        if (holding > share) {
            giveBack(holding - share);
        } else if (holding < share) {
            for (Lease lease : parts.shards().lease(target.id(), owner, seconds, share - holding)) {
                runs.put(lease.shard(), new ShardRun(parts, target, lease, this::start));
            }
        }
    }

    /** Whether there are shards that nobody holds: an instance stopped, or its leases ran out. */
    private boolean othersLeft(long now) {
        if (runs.size() == SHARDS || now - lookedNanos < FREE_LOOK_NANOS) {
            return false;
        }
        lookedNanos = now;
        return parts.shards().hasFree(target.id());
    }

    private void renew(long now, double seconds) {
        if (runs.isEmpty()) {
            return;
        }
        List<ShardRun> held = List.copyOf(runs.values());
        Set<Short> ours = parts.shards()
                .renew(target.id(), held.stream().map(ShardRun::lease).toList(), seconds);
        for (ShardRun run : held) {
            if (ours.contains(run.lease().shard())) {
                run.renewed(now);
            } else {
                run.lose();
                runs.remove(run.lease().shard(), run);
            }
        }
    }

    /** Another instance came: it gets idle shards first, and busy ones when they have nothing in flight any more. */
    private void giveBack(int count) {
        runs.values().stream()
                .filter(run -> !run.isLeaving())
                .sorted(Comparator.comparingInt(ShardRun::inFlightCount))
                .limit(count)
                .forEach(ShardRun::takeNothingMore);
        releaseLeaving();
    }

    private void releaseLeaving() {
        for (ShardRun run : List.copyOf(runs.values())) {
            if (run.isReadyToGo()) {
                run.lose();
                runs.remove(run.lease().shard(), run);
                parts.shards().release(target.id(), run.lease());
            }
        }
    }

    private boolean lookForWork() {
        noticeReopening();
        long settleAfter = parts.settings().pollMin().toNanos();
        runs.values().stream()
                .filter(run -> run.isFailing() || run.hasUnsettledFor(settleAfter))
                .forEach(run -> serveSoon(run, false));
        int room = room();
        List<Short> open = runs.values().stream()
                .filter(run -> !run.isFailing() && !run.isLeaving() && run.inFlightCount() < room && !run.needsNoLook())
                .map(run -> run.lease().shard())
                .toList();
        if (open.isEmpty() || inFlightCount() >= parts.settings().inFlight()) {
            return false;
        }
        boolean busy = false;
        for (Due due : parts.shards().due(target.id(), open)) {
            ShardRun run = runs.get(due.shard());
            if (run != null && (due.ready() || isBehind(run, due))) {
                busy |= due.ready() && run.inFlightCount() == 0;
                serveSoon(run, false);
            }
        }
        return busy;
    }

    /** An idle shard's floor moves only by claims; left behind, each look would step over all that others have done since. */
    private static boolean isBehind(ShardRun run, Due due) {
        return due.lag() > LAG_WORTH_A_CLAIM && run.idleNanos() > IDLE_CLAIM_NANOS;
    }

    private int inFlightCount() {
        return runs.values().stream().mapToInt(ShardRun::inFlightCount).sum();
    }

    private int room() {
        int wanted = mappingsOfLane().stream()
                .mapToInt(mapping -> mapping.delivery().limits().batch())
                .max()
                .orElse(0);
        int claim = parts.settings().claim();
        return wanted > 0 ? Math.min(wanted, claim) : claim;
    }

    private void serveSoon(ShardRun run, boolean trial) {
        if (run.request()) {
            Thread.ofVirtual().name("lane-settle").start(() -> serve(run, trial));
        }
    }

    private int serve(ShardRun run, boolean trial) {
        workers.acquireUninterruptibly();
        try {
            int claimed = run.serve(claimLimit(run, trial), trial);
            if (claimed > 0 || run.wasPassedOver()) {
                signal.release();
            }
            return claimed;
        } finally {
            workers.release();
        }
    }

    private int claimLimit(ShardRun run, boolean trial) {
        if (stopping || run.isLeaving()) {
            return 0;
        }
        return trial ? 1 : breaker.isOpen() ? 0 : room();
    }

    private void leave() {
        long end = System.nanoTime() + parts.settings().stop().toNanos();
        runs.values().forEach(ShardRun::takeNothingMore);
        // First, so that the shares of the others grow.
        quietly(() -> parts.shards().leave(target.id(), owner));
        quietly(this::releaseLeaving);
        while (!runs.isEmpty() && System.nanoTime() < end) {
            runs.values().removeIf(ShardRun::isLost);
            runs.values().stream().filter(ShardRun::hasUnsettled).forEach(run -> serveSoon(run, false));
            await(20);
            quietly(this::releaseLeaving);
        }
        abandonCalls();
    }

    private void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("lane", target.name()).setCause(e).log("leases not given back; they run out");
        }
    }

    /** A call that still runs keeps its lease until that runs out: nobody may make the same call beside it. */
    private void abandonCalls() {
        for (ShardRun run : runs.values()) {
            log.atWarn()
                    .addKeyValue("lane", target.name())
                    .addKeyValue("shard", run.lease().shard())
                    .addKeyValue("deliveries", run.inFlightCount())
                    .log("stopped while calls were running; they come again when the lease has run out");
            run.lose();
        }
        runs.clear();
    }

    // ---------------------------------------------------------------- outage

    private void probeWhenDue() {
        long now = System.nanoTime();
        if (now - askedForProbeNanos < parts.settings().pollMin().toNanos()) {
            return;
        }
        askedForProbeNanos = now;
        Optional<Mapping> probing = mappingsOfLane().stream()
                .filter(mapping -> mapping.delivery().breaker().probeRoute() != null)
                .findFirst()
                .or(() -> mappingsOfLane().stream().findFirst());
        if (probing.isPresent() && trialId < 0) {
            Mapping.Breaker policy = probing.get().delivery().breaker();
            if (parts.store().claimProbe(target.id(), policy.probeEvery().toMillis() / 1000.0)) {
                breaker.open();
                probe(policy);
            }
        }
    }

    private void probe(Mapping.Breaker policy) {
        String route = policy.probeRoute();
        if (route != null) {
            Thread.ofVirtual().name("lane-probe").start(() -> probed(runner.probe(route), policy));
        } else {
            tryOneDelivery();
        }
    }

    /** The oldest delivery of some shard goes out alone; its answer is the probe. */
    private void tryOneDelivery() {
        List<ShardRun> candidates = new ArrayList<>(
                runs.values().stream().filter(run -> !run.isLeaving()).toList());
        Collections.shuffle(candidates, ThreadLocalRandom.current());
        trialId = 0;
        for (ShardRun run : candidates) {
            if (run.inFlightCount() == 0 && run.request() && serve(run, true) > 0) {
                return;
            }
        }
        trialId = -1;
    }

    private void probed(boolean alive, Mapping.Breaker policy) {
        if (!alive) {
            parts.store().probeFailed(target.id());
        } else if (parts.store()
                .probeSucceeded(target.id(), policy.closeAfter())
                .equals("open")) {
            log.atInfo().addKeyValue("lane", target.name()).log("target answers again");
            breaker.close();
            signal.release();
        }
    }

    private void noticeReopening() {
        if (breaker.isOpen()
                && parts.store()
                        .target(target.name())
                        .filter(t -> t.state().equals("open"))
                        .isPresent()) {
            breaker.close();
            signal.release();
        }
    }

    private void openBreaker(Mapping mapping, String code) {
        breaker.open();
        double every = mapping.delivery().breaker().probeEvery().toMillis() / 1000.0;
        if (parts.store().beginOutage(target.id(), code, every)) {
            log.atWarn()
                    .addKeyValue("lane", target.name())
                    .addKeyValue("code", code)
                    .log("target is down, lane pauses");
        }
    }

    // ---------------------------------------------------------------- keys

    /** Those of one mapping together, so that a call may take many. */
    private void start(List<Chain> chains) {
        IdentityHashMap<Mapping, List<Chain>> byMapping = new IdentityHashMap<>();
        for (Chain chain : chains) {
            Delivery head = chain.run.head(chain);
            if (head != null) {
                mappingOf(chain, head)
                        .ifPresent(mapping -> byMapping
                                .computeIfAbsent(mapping, each -> new ArrayList<>())
                                .add(chain));
            }
        }
        byMapping.forEach(this::offer);
    }

    /** Empty when it was removed: then the delivery waits for it. */
    private Optional<Mapping> mappingOf(Chain chain, Delivery head) {
        if (breaker.isOpen() && trialId == 0) {
            trialId = head.id();
        }
        Optional<Mapping> mapping = attempts.mappingOf(head);
        if (mapping.isEmpty()) {
            finish(List.of(chain), List.of(attempts.withoutMapping(head)));
        }
        return mapping;
    }

    private void offer(Mapping mapping, List<Chain> heads) {
        Mapping.Limits limits = mapping.delivery().limits();
        paces.computeIfAbsent(
                        mapping.name(), name -> new Pace<>(limits, this::shareOfRate, () -> stopping, this::attemptAll))
                .offer(heads, limits, runner.atOnce(mapping, batch));
    }

    private double shareOfRate() {
        return (double) runs.size() / SHARDS;
    }

    /** On a virtual thread: one attempt of each head. What goes wrong here is ours; the deliveries come again. */
    private void attemptAll(List<Chain> chains) {
        try {
            attempt(chains);
        } catch (RuntimeException e) {
            log.atError().addKeyValue("lane", target.name()).setCause(e).log("attempt broke off");
            chains.forEach(chain -> chain.run.forget(chain));
            trialId = -1;
        }
    }

    private void attempt(List<Chain> chains) {
        List<Chain> going = new ArrayList<>();
        List<Delivery> heads = new ArrayList<>();
        for (Chain chain : chains) {
            Delivery head = chain.run.head(chain);
            if (head != null && mayStart(chain, head)) {
                going.add(chain);
                heads.add(head);
            } else if (head != null) {
                chain.run.forget(chain);
                endTrial(head, false);
            }
        }
        if (!heads.isEmpty()) {
            List<Finished> ends = new ArrayList<>();
            try {
                attempts.of(heads).forEach(end -> ends.add(judged(end)));
            } finally {
                finish(going.subList(0, ends.size()), ends);
            }
        }
    }

    private boolean mayStart(Chain chain, Delivery head) {
        boolean goes = !breaker.isOpen() || head.id() == trialId;
        long timeout = attempts.mappingOf(head)
                .map(mapping -> mapping.delivery().timeout())
                .orElse(Duration.ZERO)
                .toNanos();
        return goes && !stopping && !chain.run.isLeaving() && chain.run.coversCallOf(timeout);
    }

    private Finished judged(Finished end) {
        boolean outage =
                end.verdict() instanceof Verdict.Wait wait && wait.reason().equals("outage");
        Mapping mapping = end.mapping();
        if (!outage) {
            breaker.answered();
        } else if (mapping != null
                && breaker.countsToOpen(mapping.delivery().breaker().openAfter())) {
            openBreaker(mapping, ((Verdict.Wait) end.verdict()).code());
            end = attempts.dueAtReopening(end);
        }
        boolean silent = end.verdict() instanceof Verdict.Wait wait && (outage || wait.unknown());
        endTrial(end.delivery(), !silent);
        return end;
    }

    private void endTrial(Delivery head, boolean alive) {
        if (head.id() == trialId) {
            trialId = -1;
            attempts.mappingOf(head)
                    .ifPresent(mapping -> probed(alive, mapping.delivery().breaker()));
        }
    }

    private void finish(List<Chain> chains, List<Finished> ends) {
        List<Chain> goOn = new ArrayList<>();
        Set<ShardRun> touched = new LinkedHashSet<>();
        for (int i = 0; i < chains.size(); i++) {
            Chain chain = chains.get(i);
            if (chain.run.finish(chain, ends.get(i))) {
                goOn.add(chain);
            }
            touched.add(chain.run);
        }
        if (!goOn.isEmpty()) {
            start(goOn);
        }
        settle(touched);
    }

    private void settle(Set<ShardRun> touched) {
        int claim = room();
        for (ShardRun run : touched) {
            if (run.isWorthServing(claim)) {
                serveSoon(run, false);
            } else if (sleepsLong) {
                signal.release();
            }
        }
    }

    private List<Mapping> mappingsOfLane() {
        return parts.mappings().get().all().stream()
                .filter(mapping -> mapping.target().lane().equals(target.name()))
                .toList();
    }
}
