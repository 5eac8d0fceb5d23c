package wallethub.lane;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The SQL of enqueueing and of targets. */
@Repository
class LaneStore {

    /** A row of {@code lane_event} to be. */
    record NewEvent(
            String key,
            String kind,
            int targets,
            String idem,
            @Nullable String mapping,
            byte[] body,
            @Nullable String headers,
            String correlationId,
            @Nullable String traceparent,
            @Nullable String kid) {}

    /** A target: its bit marks subscriptions, its state says whether anything is handed out. */
    record Target(short id, String name, int bit, String state) {}

    private final JdbcClient jdbc;

    LaneStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether the event is new; false for a duplicate. */
    boolean enqueue(NewEvent event) {
        return jdbc.sql("""
                        select lane_enqueue(:key, :kind, :targets, :idem, :mapping, :body, :headers, :correlationId,
                          :traceparent, :kid)
                        """)
                .param("key", event.key())
                .param("kind", event.kind())
                .param("targets", event.targets())
                .param("idem", event.idem())
                .param("mapping", event.mapping())
                .param("body", event.body())
                .param("headers", event.headers())
                .param("correlationId", event.correlationId())
                .param("traceparent", event.traceparent())
                .param("kid", event.kid())
                .query(Boolean.class)
                .single();
    }

    /** The idempotency keys that are new; the rest are duplicates. */
    Set<String> enqueue(List<NewEvent> events) {
        if (events.size() == 1) {
            NewEvent only = events.getFirst();
            return enqueue(only) ? Set.of(only.idem()) : Set.of();
        }
        return jdbc
                .sql("""
                        select lane_enqueue_batch(:keys, :kinds, :targets, :idems, :mappings, :bodies, :headers,
                          :correlationIds, :traceparents, :kids)
                        """)
                .param("keys", texts(events, NewEvent::key))
                .param("kinds", texts(events, NewEvent::kind))
                .param(
                        "targets",
                        SqlArray.ints(events.stream().map(NewEvent::targets).toArray()))
                .param("idems", texts(events, NewEvent::idem))
                .param("mappings", texts(events, NewEvent::mapping))
                .param(
                        "bodies",
                        SqlArray.bytes(events.stream().map(NewEvent::body).toArray(byte[][]::new)))
                .param("headers", texts(events, NewEvent::headers))
                .param("correlationIds", texts(events, NewEvent::correlationId))
                .param("traceparents", texts(events, NewEvent::traceparent))
                .param("kids", texts(events, NewEvent::kid))
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    private static SqlArray texts(List<NewEvent> events, Function<NewEvent, @Nullable String> field) {
        return SqlArray.texts(events.stream().map(field).toArray(String[]::new));
    }

    /** The target of that name, made when it is new. */
    Target ensureTarget(String name) {
        return target(name).orElseGet(() -> {
            jdbc.sql("select lane_target_add(:name)")
                    .param("name", name)
                    .query(Integer.class)
                    .single();
            return target(name).orElseThrow();
        });
    }

    Optional<Target> target(String name) {
        return jdbc.sql("select id, name, bit, state from lane_target where name = :name")
                .param("name", name)
                .query(Target.class)
                .optional();
    }

    /** Stops handing out deliveries of a target that is down for everyone; false when it was not open. */
    boolean beginOutage(int target, String reason, double probeSeconds) {
        return jdbc.sql("""
                                update lane_target set state = 'outage', reason = :reason, since = clock_timestamp(),
                                  probe_ok_count = 0, probe_at = clock_timestamp() + make_interval(secs => :seconds)
                                where id = :target and state = 'open'
                                """)
                        .param("target", target)
                        .param("reason", reason)
                        .param("seconds", probeSeconds)
                        .update()
                == 1;
    }

    /** Whether this instance may probe now; the next one is due after so many seconds. */
    boolean claimProbe(int target, double probeSeconds) {
        return jdbc.sql("""
                                update lane_target set probe_at = clock_timestamp() + make_interval(secs => :seconds)
                                where id = :target and state = 'outage' and probe_at <= clock_timestamp()
                                """)
                        .param("target", target)
                        .param("seconds", probeSeconds)
                        .update()
                == 1;
    }

    /** The state after one more good probe; enough of them in a row end the outage. */
    String probeSucceeded(int target, int closeAfter) {
        return jdbc.sql("""
                        update lane_target set probe_ok_count = probe_ok_count + 1,
                          state = case when probe_ok_count + 1 >= :closeAfter then 'open' else state end,
                          reason = case when probe_ok_count + 1 >= :closeAfter then null else reason end,
                          since = case when probe_ok_count + 1 >= :closeAfter then clock_timestamp() else since end
                        where id = :target and state = 'outage' returning state
                        """)
                .param("target", target)
                .param("closeAfter", closeAfter)
                .query(String.class)
                .optional()
                .orElse("open");
    }

    void probeFailed(int target) {
        jdbc.sql("update lane_target set probe_ok_count = 0 where id = :target and state = 'outage'")
                .param("target", target)
                .update();
    }

    /** By hand: {@code paused} or {@code open}. */
    boolean setState(String name, String state, String reason) {
        return jdbc.sql("""
                                update lane_target set state = :state, reason = :reason, since = clock_timestamp()
                                where name = :name and state <> 'removed'
                                """)
                        .param("name", name)
                        .param("state", state)
                        .param("reason", reason)
                        .update()
                == 1;
    }

    /** Lets a waiting or parked key go on from its head. */
    boolean unpark(int target, String key) {
        return jdbc.sql("select lane_unpark(:target, :key)")
                .param("target", target)
                .param("key", key)
                .query(Boolean.class)
                .single();
    }
}
