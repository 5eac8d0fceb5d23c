package wallethub.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import wallethub.lane.LaneStore.NewEvent;
import wallethub.lane.ShardStore.Failure;
import wallethub.lane.ShardStore.Lease;
import wallethub.lane.ShardStore.LeaseLostException;
import wallethub.lane.ShardStore.Settled;
import wallethub.lane.ShardStore.Work;

/**
 * Random histories of enqueuers and workers against a plain model in memory: what is committed is handed out, in order per
 * key, to one worker at a time, settled once, and nothing is lost, whatever crashes, commits late, parks or pauses.
 *
 * <p>{@code -Dlane.seed=N} repeats one history, {@code -Dlane.histories=N} sets how many are run.
 */
class LanePropertyTests {

    private static final int KEYS = 6;
    private static final int WORKERS = 8;
    private static final int STEPS = 30;
    private static final List<String> LANES = List.of("erp", "events");

    private final LaneFixture lane = new LaneFixture(new TestMappings());

    @Test
    void whateverHappensNothingIsLostSettledTwiceOrOutOfOrder() throws SQLException {
        Long fixed = Long.getLong("lane.seed");
        int histories = fixed == null ? Integer.getInteger("lane.histories", 400) : 1;
        long first = fixed == null ? System.nanoTime() : fixed;
        System.out.println("lane histories: " + histories + " from seed " + first);
        try (lane;
                Connection late = lane.source.getConnection()) {
            late.setAutoCommit(false);
            for (int i = 0; i < histories; i++) {
                long seed = first + i;
                try {
                    new History(seed, late).run();
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("history broken, repeat it with -Dlane.seed=" + seed, e);
                }
            }
        }
    }

    /** What one key has still to deliver to one target, as the model knows it. */
    private static final class Line {
        final List<String> pending = new ArrayList<>();
        final Set<String> settled = new HashSet<>();
        boolean parked;
    }

    /** One worker's view of a shard: its epoch and, per key, what it was handed and has not finished. */
    private static final class Held {
        final Lease lease;
        final Map<String, List<Delivery>> chains = new LinkedHashMap<>();

        Held(Lease lease) {
            this.lease = lease;
        }
    }

    private final class History {

        private final long seed;
        private final Random random;
        private final Connection late;
        private final Map<String, Line> lines = new LinkedHashMap<>();
        private final Map<String, List<String>> lanesOf = new LinkedHashMap<>();
        private final List<List<Held>> held = List.of(new ArrayList<>(), new ArrayList<>());
        private final long[][] epochs = new long[LANES.size()][32];
        private int drawn;
        private @Nullable NewEvent lateEvent;

        History(long seed, Connection late) {
            this.seed = seed;
            this.late = late;
            random = new Random(seed);
        }

        void run() throws SQLException {
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            drain();
            check();
        }

        private void step() throws SQLException {
            int dice = random.nextInt(100);
            int target = random.nextInt(LANES.size());
            if (dice < 22) {
                enqueue();
            } else if (dice < 26) {
                enqueueAgain();
            } else if (dice < 31) {
                lateTransaction();
            } else if (dice < 45) {
                lease(target);
            } else if (dice < 85) {
                work(target);
            } else if (dice < 88) {
                held.get(target).removeIf(h -> random.nextInt(3) == 0); // crashed workers forget
            } else if (dice < 91) {
                lane.jdbc.sql("update lane_shard set lease_until = '-infinity'").update();
            } else if (dice < 94) {
                release(target);
            } else if (dice < 97) {
                unpark(target);
            } else {
                lane.store.setState(LANES.get(target), random.nextBoolean() ? "paused" : "open", "test");
            }
        }

        private void enqueue() {
            List<NewEvent> events = new ArrayList<>();
            for (int i = random.nextInt(10) == 0 ? 12 : 1; i > 0; i--) {
                events.add(event());
            }
            events.removeIf(event -> lateEvent != null && event.key().equals(lateEvent.key()));
            if (!events.isEmpty()) {
                assertThat(lane.store.enqueue(events)).hasSize(events.size());
                events.forEach(this::committed);
            }
        }

        private NewEvent event() {
            String idem = seed + "-" + drawn++;
            List<String> lanes = random.nextInt(3) == 0 ? LANES : List.of(LANES.get(random.nextInt(2)));
            lanesOf.put(idem, lanes);
            return lane.event("k" + random.nextInt(KEYS), idem, drawn, lanes.toArray(String[]::new));
        }

        private void committed(NewEvent event) {
            for (String name : lanesOf.getOrDefault(event.idem(), List.of())) {
                line(name, event.key()).pending.add(event.idem());
            }
        }

        private void enqueueAgain() {
            if (lateEvent == null) {
                lines.values().stream()
                        .flatMap(line -> line.pending.stream())
                        .findAny()
                        .ifPresent(idem ->
                                assertThat(lane.enqueue("k0", idem, 0, "erp")).isFalse());
            }
        }

        /** Draws an id now and commits or rolls back some steps later. */
        private void lateTransaction() throws SQLException {
            NewEvent waiting = lateEvent;
            if (waiting == null) {
                NewEvent event = event();
                new LaneStore(JdbcClient.create(new SingleConnectionDataSource(late, true))).enqueue(event);
                lateEvent = event;
            } else if (random.nextInt(4) == 0) {
                late.rollback();
                lateEvent = null;
            } else {
                late.commit();
                lateEvent = null;
                committed(waiting);
            }
        }

        private void lease(int target) {
            int worker = random.nextInt(WORKERS);
            for (Lease lease : lane.shards.lease(id(target), "worker-" + worker, 600, random.nextBoolean() ? 32 : 6)) {
                epochs[target][lease.shard()] = lease.epoch();
                held.get(target).add(new Held(lease));
            }
        }

        private void work(int target) {
            List<Held> interesting = held.get(target).stream()
                    .filter(h -> !h.chains.isEmpty() || shardsInUse().contains(h.lease.shard()))
                    .toList();
            if (!interesting.isEmpty()) {
                work(target, interesting.get(random.nextInt(interesting.size())), random.nextInt(20), false);
            }
        }

        private Set<Short> shardsInUse() {
            Set<Short> used = new HashSet<>();
            for (int k = 0; k < KEYS; k++) {
                used.add(SHARD_OF.computeIfAbsent(
                        "k" + k,
                        key -> lane.jdbc
                                .sql("select lane_shard_of(:key)")
                                .param("key", key)
                                .query(Short.class)
                                .single()));
            }
            return used;
        }

        private void work(int target, Held shard, int n, boolean calm) {
            List<Settled> settled = new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            shard.chains.forEach((key, chain) -> finishSome(chain, settled, failures, calm));
            shard.chains.values().removeIf(List::isEmpty);
            List<Long> inFlight = shard.chains.values().stream()
                    .flatMap(List::stream)
                    .map(Delivery::id)
                    .toList();
            boolean current = epochs[target][shard.lease.shard()] == shard.lease.epoch();
            List<Delivery> claimed;
            try {
                claimed = lane.shards.work(
                        id(target),
                        LANES.get(target),
                        shard.lease,
                        600,
                        new Work(settled, failures, inFlight, n, false));
                assertThat(current).as("a lost lease was accepted").isTrue();
            } catch (LeaseLostException e) {
                assertThat(current).as("a good lease was refused").isFalse();
                held.get(target).remove(shard);
                return;
            }
            settled.forEach(s -> settledInModel(target, s));
            failures.stream().filter(Failure::parked).forEach(f -> line(LANES.get(target), f.key()).parked = true);
            claimed.forEach(delivery -> take(target, shard, delivery));
        }

        /** Some heads of a chain end: well, or badly and then the followers are forgotten. */
        private void finishSome(List<Delivery> chain, List<Settled> settled, List<Failure> failures, boolean calm) {
            int count = calm ? chain.size() : random.nextInt(chain.size() + 1);
            for (int i = 0; i < count; i++) {
                Delivery head = chain.removeFirst();
                int dice = calm ? 99 : random.nextInt(100);
                if (dice < 8) {
                    failures.add(LaneStoreTests.failure(head, "retry", 0));
                    chain.clear();
                    return;
                } else if (dice < 12) {
                    failures.add(LaneStoreTests.parked(head));
                    chain.clear();
                    return;
                }
                settled.add(LaneStoreTests.success(head));
            }
        }

        private void settledInModel(int target, Settled end) {
            Line line = line(LANES.get(target), end.key());
            String idem = line.pending.getFirst();
            assertThat(idemOf(end)).as("settled out of order").isEqualTo(idem);
            line.pending.removeFirst();
            assertThat(line.settled.add(idem)).as("settled twice").isTrue();
        }

        private String idemOf(Settled end) {
            return lane.jdbc
                    .sql("select idem from lane_event where id = :id")
                    .param("id", end.id())
                    .query(String.class)
                    .single();
        }

        /** What a worker holds of a key is always the beginning of what is pending. */
        private void take(int target, Held shard, Delivery delivery) {
            Line line = line(LANES.get(target), delivery.key());
            List<Delivery> chain = shard.chains.computeIfAbsent(delivery.key(), key -> new ArrayList<>());
            assertThat(line.parked).as("handed out from a parked key").isFalse();
            assertThat(line.pending)
                    .as("%s behind %s", delivery.idem(), chain.size())
                    .hasSizeGreaterThan(chain.size());
            assertThat(delivery.idem()).as("handed out out of order").isEqualTo(line.pending.get(chain.size()));
            chain.add(delivery);
        }

        private void release(int target) {
            if (!held.get(target).isEmpty()) {
                Held shard =
                        held.get(target).remove(random.nextInt(held.get(target).size()));
                lane.shards.release(id(target), shard.lease);
            }
        }

        private void unpark(int target) {
            lines.forEach((name, line) -> {
                if (line.parked && name.startsWith(LANES.get(target) + "/")) {
                    lane.store.unpark(id(target), name.substring(name.indexOf('/') + 1));
                    line.parked = false;
                }
            });
        }

        private void drain() throws SQLException {
            if (lateEvent != null) {
                late.commit();
                committed(lateEvent);
                lateEvent = null;
            }
            lane.jdbc.sql("update lane_shard set lease_until = '-infinity'").update();
            for (int target = 0; target < LANES.size(); target++) {
                lane.store.setState(LANES.get(target), "open", "test");
                unpark(target);
                held.get(target).clear();
                for (Lease lease : lane.shards.lease(id(target), "drain", 600, 32)) {
                    epochs[target][lease.shard()] = lease.epoch();
                    if (shardsInUse().contains(lease.shard())) {
                        drain(target, new Held(lease));
                    }
                }
                lane.jdbc.sql("update lane_shard set lease_until = '-infinity'").update();
            }
        }

        private void drain(int target, Held shard) {
            for (int round = 0; round < 20; round++) {
                work(target, shard, 50, true);
                if (shard.chains.isEmpty()) {
                    return;
                }
            }
            throw new AssertionError("shard " + shard.lease.shard() + " does not drain");
        }

        private void check() {
            lines.forEach((name, line) ->
                    assertThat(line.pending).as("lost in " + name).isEmpty());
            long expected = lines.values().stream()
                    .mapToLong(line -> line.settled.size())
                    .sum();
            assertThat(lane.jdbc
                            .sql(
                                    "select count(*) from lane_done d join lane_event e using (shard, id) where e.idem like :seed")
                            .param("seed", seed + "-%")
                            .query(Long.class)
                            .single())
                    .isEqualTo(expected);
            assertThat(lane.count("select (select count(*) from lane_held) + (select count(*) from lane_hold)"))
                    .as("keys left in trouble")
                    .isZero();
        }

        private Line line(String name, String key) {
            return lines.computeIfAbsent(name + "/" + key, k -> new Line());
        }
    }

    private static final Map<String, Short> SHARD_OF = new HashMap<>();

    private int id(int target) {
        return lane.targets.named(LANES.get(target)).id();
    }
}
