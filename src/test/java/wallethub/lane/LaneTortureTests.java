package wallethub.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import wallethub.lane.FakeTarget.Call;
import wallethub.mapping.Outcome;

/**
 * Two instances with eight workers between them under load, while connections are cut in the middle of anything, instances
 * vanish, the target fails and people unpark keys. Afterwards everything was delivered, in order, and settled once.
 */
class LaneTortureTests {

    private static final int KEYS = 40;

    private final TestMappings mappings = new TestMappings(TestMapping.of("erp.entry", "erp", "x.happened"));
    private final FakeTarget target = new FakeTarget();
    private final AtomicBoolean storm = new AtomicBoolean(true);
    private final Map<String, AtomicInteger> committed = new ConcurrentHashMap<>();

    @Test
    void survivesAStormWithoutLossDoubleSettleOrDisorder() throws InterruptedException {
        long seed = Long.getLong("lane.seed", System.nanoTime());
        int seconds = Integer.getInteger("lane.torture.seconds", 5);
        System.out.println("lane torture: seed " + seed);
        Random random = new Random(seed);
        target.answer = this::answer;
        LaneSettings quick = LaneFixture.settings(Duration.ofMillis(800));
        try (LaneFixture lane = new LaneFixture(mappings, quick, "erp")) {
            Dispatcher staying = lane.start("erp", target);
            Dispatcher vanishing = lane.start("erp", target);
            List<Thread> enqueuers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int me = i;
                enqueuers.add(Thread.ofPlatform().start(() -> enqueue(lane, me, new Random(seed + me))));
            }
            long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            while (System.nanoTime() < end) {
                cutConnections(lane, random);
                unparkAll(lane);
                if (random.nextInt(4) == 0) {
                    vanishing.abandon();
                    vanishing = lane.start("erp", target);
                }
                await().pollDelay(Duration.ofMillis(250)).until(() -> true);
            }
            storm.set(false);
            for (Thread enqueuer : enqueuers) {
                enqueuer.join();
            }
            long events = lane.count("select count(*) from lane_event");
            try {
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> {
                            unparkAll(lane);
                            return lane.count("select count(*) from lane_done where outcome = 'S'") == events;
                        });
            } catch (ConditionTimeoutException e) {
                throw new AssertionError("stuck: " + stuck(lane), e);
            }
            assertThat(events).isGreaterThan(200);
            assertThat(lane.count("select count(*) from lane_held")).isZero();
            checkOrder();
            staying.stop();
        }
    }

    private Outcome answer(Assignment assignment) {
        int dice = storm.get() ? (int) (System.nanoTime() / 1000 % 100) : 99;
        return dice < 5 ? Outcome.RETRY : dice < 7 ? Outcome.UNKNOWN : dice < 8 ? Outcome.FATAL : Outcome.SUCCESS;
    }

    private void enqueue(LaneFixture lane, int me, Random random) {
        int own = 0;
        while (storm.get()) {
            String key = "w" + me + "-" + random.nextInt(KEYS / 4);
            int n = committed.computeIfAbsent(key, k -> new AtomicInteger()).get() + 1;
            String idem = "e" + me + "-" + own++;
            boolean stored = false;
            while (!stored) {
                try {
                    lane.enqueue(key, idem, n, "erp"); // a duplicate: the commit went through, its answer did not
                    stored = true;
                } catch (DataAccessException e) {
                    // The connection was cut; whether it committed is what the next try finds out.
                }
            }
            committed.get(key).set(n);
            LockSupport.parkNanos(random.nextInt(4_000_000));
        }
    }

    private static String stuck(LaneFixture lane) {
        return lane.jdbc.sql("""
                        select v.*, s.owner, s.epoch, s.floor, s.safe, s.mark_id, s.lease_until - clock_timestamp() lease, o.reason, h.parked
                        from lane_v_delivery v join lane_event e on e.id = v.delivery_id
                          join lane_shard s on s.shard = e.shard
                          left join lane_hold o on o.key = e.key left join lane_held h on h.id = e.id
                        where v.state not in ('settled') order by v.delivery_id limit 5
                        """).query().listOfRows().toString();
    }

    private static void cutConnections(LaneFixture lane, Random random) {
        try {
            lane.jdbc
                    .sql("""
                            select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity
                              where datname = current_database() and pid <> pg_backend_pid() order by random() limit :n) x
                            """)
                    .param("n", 1 + random.nextInt(3))
                    .query(Integer.class)
                    .single();
        } catch (DataAccessException e) {
            // Its own connection had been cut before.
        }
    }

    private static void unparkAll(LaneFixture lane) {
        try {
            lane.jdbc
                    .sql("select count(lane_unpark(target, key)) from lane_hold where next_at = 'infinity'")
                    .query(Long.class)
                    .single();
        } catch (DataAccessException e) {
            // Next time.
        }
    }

    /** The first call of n+1 comes after a success of n. */
    private void checkOrder() {
        Map<String, Integer> firstSuccess = new HashMap<>();
        List<Call> calls = List.copyOf(target.calls);
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            if (call.n() > 1) {
                assertThat(firstSuccess)
                        .as("%s %d called too early", call.key(), call.n())
                        .containsKey(call.key() + "/" + (call.n() - 1));
            }
            if (call.succeeded()) {
                firstSuccess.putIfAbsent(call.key() + "/" + call.n(), i);
            }
        }
        committed.forEach((key, n) -> assertThat(firstSuccess).containsKey(key + "/" + n.get()));
    }
}
