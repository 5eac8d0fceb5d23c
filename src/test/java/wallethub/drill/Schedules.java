package wallethub.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

/**
 * The schedules as the survivor of a kill runs them: every fire from the kill on is made, by it, once; and a fire that was
 * due just then is made too.
 */
final class Schedules {

    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final Duration REST = Duration.ofMillis(500);
    private static final int FIRES = 3;
    private static final String COUNTER = "camel_exchanges_total";
    private static final String SWEEP = "routeId=\"recharge-sweep\"";
    private static final String PURGE = "routeId=\"operations-purge-keys\"";

    private final Pair pair;
    private final Pair.Instance survivor;
    private Count before = new Count(0, 0);
    private final double purged;

    /** What the database handed out and what the survivor has made of it. */
    private record Count(long fired, double swept) {}

    /** Made right after the kill. */
    Schedules(Pair pair, Pair.Instance survivor) {
        this.pair = pair;
        this.survivor = survivor;
        purged = survivor.metric(COUNTER, PURGE);
        purgeIsDue();
        await("no sweep under way").atMost(LIMIT).pollInterval(REST).until(this::isAtRest);
    }

    /** The same as half a second ago: nothing was handed out that is not made yet. */
    private boolean isAtRest() {
        Count last = before;
        before = count();
        return before.equals(last);
    }

    void awaitFiredOnceEach() {
        await("the sweeper goes on").atMost(LIMIT).until(() -> count().fired() >= before.fired() + FIRES);
        await("each fire was made once").atMost(LIMIT).pollInterval(REST).untilAsserted(() -> {
            Count now = count();
            assertThat(now.swept() - before.swept()).isEqualTo((double) (now.fired() - before.fired()));
        });
        await("the purge that was due").atMost(LIMIT).until(() -> oldKeys() == 0);
        assertThat(survivor.metric(COUNTER, PURGE) - purged).as("purges").isEqualTo(1);
    }

    private Count count() {
        return new Count(fired(), survivor.metric(COUNTER, SWEEP));
    }

    /** How often the sweeper's trigger fired, on whichever instance; counted in the transaction that hands a fire out. */
    private long fired() {
        return pair.sql(jdbc -> jdbc.sql("""
            select times_triggered from qrtz_simple_triggers where trigger_group = 'recharge' and trigger_name = 'sweep'
            """).query(Long.class).single());
    }

    /** A key past its retention, and the purge due one second from now. */
    private void purgeIsDue() {
        pair.sql(jdbc -> jdbc.sql("""
            insert into operation_key (principal, operation, key, fingerprint, state, status, headers, body, created_at)
            values ('drill', 'drill', 'a-key-past-its-retention', sha256('drill'::bytea), 'done', 200, '{}', '', now() - interval '30 days')
            """).update());
        pair.sql(jdbc -> jdbc.sql("""
            update qrtz_triggers set next_fire_time = (extract(epoch from now()) * 1000)::bigint + 1000
            where trigger_name = 'purge-keys'
            """).update());
    }

    private int oldKeys() {
        return pair.sql(jdbc -> jdbc.sql("select count(*) from operation_key where principal = 'drill'")
                .query(Integer.class)
                .single());
    }
}
