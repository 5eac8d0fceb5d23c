package wallethub.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import wallethub.lane.LaneStore.NewEvent;
import wallethub.lane.ShardStore.Failure;
import wallethub.lane.ShardStore.Lease;
import wallethub.lane.ShardStore.LeaseLostException;
import wallethub.lane.ShardStore.Settled;
import wallethub.lane.ShardStore.Work;
import wallethub.testing.TestDatabase;

class LaneStoreTests {

    private final LaneFixture lane = new LaneFixture(new TestMappings());
    private final LaneStore.Target erp = lane.targets.named("erp");

    @AfterEach
    void close() {
        lane.close();
    }

    @Test
    void storesAnEventOnceHoweverOftenItComes() {
        assertThat(lane.enqueue("w1", "e1", 1, "erp")).isTrue();
        assertThat(lane.enqueue("w1", "e1", 1, "erp")).isFalse();
        assertThat(lane.store.enqueue(List.of(
                        lane.event("w1", "e1", 1, "erp"),
                        lane.event("w2", "e2", 1, "erp"),
                        lane.event("w2", "e2", 1, "erp"))))
                .containsExactly("e2");
        assertThat(lane.count("select count(*) from lane_event")).isEqualTo(2);
    }

    @Test
    void handsOutTheDeliveriesOfAKeyInTheOrderGiven() {
        List<NewEvent> events = IntStream.range(0, 60)
                .mapToObj(n -> lane.event("w1", "e" + n, n, "erp"))
                .toList();
        lane.store.enqueue(events);
        assertThat(bodies(claim("w1", 100))).hasSize(60).isSorted();
    }

    @Test
    void settlesADeliveryOnlyOnce() {
        lane.enqueue("w1", "e1", 1, "erp");
        Lease lease = leaseOf("w1");
        Delivery delivery = work(lease, List.of(), List.of(), 10).getFirst();
        work(lease, List.of(success(delivery)), List.of(), 0);
        assertThatThrownBy(() -> work(lease, List.of(success(delivery)), List.of(), 0))
                .hasMessageContaining("lane_done_pkey");
        assertThat(lane.count("select count(*) from lane_done")).isEqualTo(1);
    }

    @Test
    void gaugesCountWhatWaitsUpToTheirBoundAndKnowTheOldest() {
        for (int n = 1; n <= 40; n++) {
            lane.enqueue("w1", "e" + n, n, "erp");
        }
        assertThat(backlog(320)).isEqualTo(40);
        assertThat(backlog(10)).isEqualTo(10);
        Lease lease = leaseOf("w1");
        List<Delivery> claimed = work(lease, List.of(), List.of(), 3);
        work(
                lease,
                List.of(success(claimed.get(0)), success(claimed.get(1))),
                List.of(failure(claimed.get(2), "retry", 3600)),
                0);
        assertThat(backlog(320))
                .isEqualTo(38)
                .isEqualTo(lane.count("select backlog_count from lane_v_target where lane = 'erp'"));
        assertThat(lane.text("select (g.oldest_at = v.oldest_at and g.floor_lag = v.floor_lag)::text"
                        + " from lane_gauges(320) g join lane_v_target v using (lane) where lane = 'erp'"))
                .isEqualTo("true");
    }

    private long backlog(int most) {
        return lane.count("select backlog_count from lane_gauges(" + most + ") where lane = 'erp'");
    }

    @Test
    void refusesTheSettleOfALostLease() {
        lane.enqueue("w1", "e1", 1, "erp");
        Lease lease = leaseOf("w1");
        Delivery delivery = work(lease, List.of(), List.of(), 10).getFirst();
        runOut();
        Lease next = leaseOf("w1");
        assertThatThrownBy(() -> work(lease, List.of(success(delivery)), List.of(), 10))
                .isInstanceOf(LeaseLostException.class);
        assertThat(lane.count("select count(*) from lane_done")).isZero();
        assertThat(work(next, List.of(), List.of(), 10)).hasSize(1);
    }

    @Test
    void aFailedDeliveryKeepsItsFollowersBehindItAndItsBytesFrozen() {
        for (int n = 1; n <= 3; n++) {
            lane.enqueue("w1", "e" + n, n, "erp");
        }
        Lease lease = leaseOf("w1");
        Delivery first = work(lease, List.of(), List.of(), 10).getFirst();
        assertThat(work(lease, List.of(), List.of(failure(first, "retry", 3600)), 10))
                .isEmpty();
        assertThat(lane.text("select state from lane_v_delivery where idem = 'e1'"))
                .isEqualTo("delayed");
        assertThat(lane.text("select state from lane_v_delivery where idem = 'e2'"))
                .isEqualTo("waiting");
        lane.jdbc.sql("update lane_hold set next_at = now()").update();
        List<Delivery> again = work(lease, List.of(), List.of(), 10);
        assertThat(bodies(again)).hasSize(3).isSorted();
        assertThat(again.getFirst().attempts()).isEqualTo(1);
        assertThat(again.getFirst().frozen())
                .satisfies(frozen -> assertThat(frozen.document()).isEqualTo(new byte[] {1, 2, 3}));
        assertThat(again.get(1).frozen()).isNull();
    }

    @Test
    void aParkedKeyWaitsForAPersonAndItsNeighboursDoNot() {
        lane.enqueue("w1", "e1", 1, "erp");
        Lease lease = leaseOf("w1");
        String neighbour = sameShardAs("w1");
        lane.enqueue(neighbour, "e2", 1, "erp");
        lane.enqueue("w1", "e3", 2, "erp");
        List<Delivery> all = work(lease, List.of(), List.of(), 10);
        Failure parks = parked(all.getFirst());
        Delivery other =
                all.stream().filter(d -> d.key().equals(neighbour)).findFirst().orElseThrow();
        work(lease, List.of(success(other)), List.of(parks), 0);
        assertThat(work(lease, List.of(), List.of(), 10)).isEmpty();
        assertThat(lane.text("select state from lane_v_delivery where idem = 'e1'"))
                .isEqualTo("parked");
        assertThat(lane.store.unpark(erp.id(), "w1")).isTrue();
        assertThat(bodies(work(lease, List.of(), List.of(), 10))).hasSize(2).isSorted();
    }

    @Test
    void anIdThatCommitsLateIsStillHandedOut() throws Exception {
        assertThat(lateCommitIsDelivered(lane)).isTrue();
    }

    /** The same history with the horizon taken out loses the delivery: the test above can fail. */
    @Test
    void withoutTheHorizonAnIdThatCommitsLateIsLost() throws Exception {
        String work = lane.text("select pg_get_functiondef('lane_work'::regproc)");
        String broken = work.replace("if s.mark_xid <= pg_snapshot_xmin(pg_current_snapshot()) then", "if true then");
        assertThat(broken).isNotEqualTo(work);
        execute(broken);
        assertThat(lateCommitIsDelivered(lane)).isFalse();
    }

    private boolean lateCommitIsDelivered(LaneFixture fixture) throws Exception {
        String late = "w1";
        String quick = sameShardAs(late);
        Lease lease = leaseOf(late);
        try (Connection connection = fixture.source.getConnection()) {
            connection.setAutoCommit(false);
            var slow = new LaneStore(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
            slow.enqueue(fixture.event(late, "late", 1, "erp"));
            for (int n = 0; n < 4; n++) {
                fixture.enqueue(quick, "quick" + n, n, "erp");
                List<Delivery> got = work(lease, List.of(), List.of(), 10);
                work(lease, got.stream().map(LaneStoreTests::success).toList(), List.of(), 10);
            }
            connection.commit();
        }
        return work(lease, List.of(), List.of(), 10).stream()
                .anyMatch(d -> d.idem().equals("late"));
    }

    @Test
    void aHotKeyTakesTurnsWithItsNeighbours() {
        String neighbour = sameShardAs("hot");
        lane.store.enqueue(IntStream.range(0, 400)
                .mapToObj(n -> lane.event("hot", "h" + n, n, "erp"))
                .toList());
        lane.enqueue(neighbour, "n1", 1, "erp");
        Lease lease = leaseOf("hot");
        List<String> keys = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            List<Delivery> got = work(lease, List.of(), List.of(), 20);
            got.forEach(d -> keys.add(d.key()));
            work(lease, got.stream().map(LaneStoreTests::success).toList(), List.of(), 0);
        }
        assertThat(keys).contains(neighbour);
    }

    @Test
    void aPausedTargetHandsOutNothing() {
        lane.enqueue("w1", "e1", 1, "erp");
        Lease lease = leaseOf("w1");
        lane.store.setState("erp", "paused", "test");
        assertThat(work(lease, List.of(), List.of(), 10)).isEmpty();
        assertThat(lane.shards.due(erp.id(), List.of(lease.shard()))).isEmpty();
        lane.store.setState("erp", "open", "test");
        assertThat(work(lease, List.of(), List.of(), 10)).hasSize(1);
    }

    @Test
    void aNewTargetStartsBehindWhatWasThereBefore() {
        lane.enqueue("w1", "e1", 1, "erp");
        LaneStore.Target late = lane.targets.named("events");
        assertThat(late.bit()).isNotEqualTo(erp.bit());
        assertThat(lane.count("select min(floor) from lane_shard where target = " + late.id()))
                .isGreaterThanOrEqualTo(lane.count("select max(id) from lane_event"));
    }

    @Test
    void purgeDropsWhatEverySubscriberSettledAndNothingElse() {
        lane.enqueue("w1", "both", 1, "erp", "events");
        lane.enqueue("w1", "one", 2, "erp");
        settleAll("erp");
        lane.jdbc.sql("update lane_event set at = at - interval '60 days'").update();
        lane.behind.sql("update lane_done set at = at - interval '60 days'").update();
        purge();
        assertThat(lane.jdbc
                        .sql("select idem from lane_event")
                        .query(String.class)
                        .list())
                .containsExactly("both");
        settleAll("events");
        lane.behind.sql("update lane_done set at = at - interval '60 days'").update();
        purge();
        assertThat(lane.count("select count(*) from lane_event")).isZero();
        assertThat(lane.count("select count(*) from lane_done")).isZero();
    }

    @Test
    void documentsAreEmptiedBeforeTheHistoryGoesAndADuplicateIsStillKnown() {
        lane.enqueue("w1", "e1", 1, "erp");
        settleAll("erp");
        settleAll("erp");
        lane.jdbc.sql("update lane_event set at = at - interval '31 days'").update();
        int erased = 0;
        for (int shard = 0; shard < 32; shard++) {
            erased += lane.jdbc
                    .sql("select lane_erase(:s, interval '30 days', 100)")
                    .param("s", shard)
                    .query(Integer.class)
                    .single();
        }
        assertThat(erased).isEqualTo(1);
        assertThat(lane.count("select sum(length(body)) from lane_event")).isZero();
        assertThat(lane.enqueue("w1", "e1", 1, "erp")).isFalse();
    }

    /** Past the named parameters of the client. */
    private void execute(String sql) throws SQLException {
        try (Connection connection = TestDatabase.asOwner(lane.source).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void purge() {
        for (int shard = 0; shard < 32; shard++) {
            lane.jdbc
                    .sql("select lane_purge(:s, interval '45 days', 100)")
                    .param("s", shard)
                    .query(Integer.class)
                    .single();
        }
    }

    private void settleAll(String name) {
        LaneStore.Target target = lane.targets.named(name);
        runOut();
        for (Lease lease : lane.shards.lease(target.id(), "all", 60, 32)) {
            List<Delivery> got = lane.shards.work(
                    target.id(), name, lease, 60, new Work(List.of(), List.of(), List.of(), 100, false));
            lane.shards.work(
                    target.id(),
                    name,
                    lease,
                    60,
                    new Work(got.stream().map(LaneStoreTests::success).toList(), List.of(), List.of(), 100, false));
        }
    }

    private List<Delivery> claim(String key, int n) {
        return work(leaseOf(key), List.of(), List.of(), n);
    }

    private List<Delivery> work(Lease lease, List<Settled> settled, List<Failure> failures, int n) {
        return lane.shards.work(erp.id(), "erp", lease, 60, new Work(settled, failures, List.of(), n, false));
    }

    private Lease leaseOf(String key) {
        int shard = lane.jdbc
                .sql("select lane_shard_of(:key)")
                .param("key", key)
                .query(Integer.class)
                .single();
        return lane.shards.lease(erp.id(), "me", 60, 32).stream()
                .filter(lease -> lease.shard() == shard)
                .findFirst()
                .orElseThrow();
    }

    private void runOut() {
        lane.jdbc.sql("update lane_shard set lease_until = '-infinity'").update();
    }

    private String sameShardAs(String key) {
        return lane.jdbc
                .sql(
                        "select 'x' || i from generate_series(1, 1000) i where lane_shard_of('x' || i) = lane_shard_of(:key) limit 1")
                .param("key", key)
                .query(String.class)
                .single();
    }

    private static List<Integer> bodies(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(d -> Documents.parse(d.body()).orElseThrow().get("n").asInt())
                .toList();
    }

    static Settled success(Delivery delivery) {
        return new Settled(delivery.id(), delivery.key(), "S", "OK", "1", "N-1", "m", 1, false);
    }

    static Failure failure(Delivery delivery, String reason, double delay) {
        return new Failure(
                delivery.id(),
                delivery.key(),
                reason,
                delay,
                1,
                false,
                false,
                reason,
                "X",
                "message",
                5,
                "m",
                1,
                "idem",
                new byte[] {1, 2, 3},
                null);
    }

    static Failure parked(Delivery delivery) {
        return new Failure(
                delivery.id(),
                delivery.key(),
                "fatal",
                0,
                1,
                false,
                true,
                "parked",
                "X",
                "message",
                5,
                "m",
                1,
                "idem",
                new byte[] {1, 2, 3},
                null);
    }
}
