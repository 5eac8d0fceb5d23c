package wallethub.lane;

import static wallethub.database.Timestamps.instant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The SQL of dead letters and of what people do with them. */
@Repository
class DeadLetterStore {

    /** A row of the append-only record. */
    record Action(
            long deadLetterId,
            String verb,
            String actor,
            @Nullable String secondActor,
            String reason,
            @Nullable String detail,
            String result) {}

    private final JdbcClient jdbc;

    DeadLetterStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<DeadLetter> find(long id) {
        return jdbc.sql("""
                        select l.id, t.name as lane, l.event_id, l.key, l.kind, l.idem, l.body, l.headers, l.document, l.mapping,
                          l.mapping_version, l.class, l.unknown, l.code, l.message, l.stack, l.correlation_id, l.traceparent,
                          l.owner, l.runbook, l.state, l.assignee, l.at
                        from lane_dead_letter l join lane_target t on t.id = l.target where l.id = :id
                        """)
                .param("id", id)
                .query((row, n) -> new DeadLetter(
                        row.getLong("id"),
                        row.getString("lane"),
                        row.getLong("event_id"),
                        row.getString("key"),
                        row.getString("kind"),
                        row.getString("idem"),
                        row.getBytes("body"),
                        row.getString("headers"),
                        row.getBytes("document"),
                        row.getString("mapping"),
                        row.getObject("mapping_version", Integer.class),
                        row.getString("class"),
                        row.getBoolean("unknown"),
                        row.getString("code"),
                        row.getString("message"),
                        row.getString("stack"),
                        row.getString("correlation_id"),
                        row.getString("traceparent"),
                        row.getString("owner"),
                        row.getString("runbook"),
                        row.getString("state"),
                        row.getString("assignee"),
                        instant(row, "at")))
                .optional();
    }

    List<DeadLetter> list(DeadLetters.Filter filter, @Nullable String state, long below, int most) {
        return jdbc.sql("""
                        select l.id, t.name as lane, l.event_id, l.key, l.kind, l.idem, l.mapping, l.mapping_version, l.class,
                          l.unknown, l.code, l.message, l.correlation_id, l.traceparent, l.owner, l.runbook, l.state, l.assignee,
                          l.at
                        from lane_dead_letter l join lane_target t on t.id = l.target
                        where l.id < :below and (:state::text is null or l.state = :state)
                          and (:lane::text is null or t.name = :lane) and (:code::text is null or l.code = :code)
                          and (:mapping::text is null or l.mapping = :mapping) and (:owner::text is null or l.owner = :owner)
                        order by l.id desc limit :most
                        """)
                .param("below", below)
                .param("state", state)
                .param("lane", filter.lane())
                .param("code", filter.code())
                .param("mapping", filter.mapping())
                .param("owner", filter.owner())
                .param("most", most)
                .query(DeadLetterStore::outside)
                .list();
    }

    long count(DeadLetters.Filter filter, @Nullable String state, int most) {
        return jdbc.sql("""
                        select count(*) from (
                          select from lane_dead_letter l join lane_target t on t.id = l.target
                          where (:state::text is null or l.state = :state)
                            and (:lane::text is null or t.name = :lane) and (:code::text is null or l.code = :code)
                            and (:mapping::text is null or l.mapping = :mapping) and (:owner::text is null or l.owner = :owner)
                          limit :most) counted
                        """)
                .param("state", state)
                .param("lane", filter.lane())
                .param("code", filter.code())
                .param("mapping", filter.mapping())
                .param("owner", filter.owner())
                .param("most", most)
                .query(Long.class)
                .single();
    }

    /** Open ones; within a key that is their order. */
    List<DeadLetter> oldest(DeadLetters.Filter filter, int most) {
        return jdbc.sql("""
                        select l.id, t.name as lane, l.event_id, l.key, l.kind, l.idem, l.mapping, l.mapping_version, l.class,
                          l.unknown, l.code, l.message, l.correlation_id, l.traceparent, l.owner, l.runbook, l.state, l.assignee,
                          l.at
                        from lane_dead_letter l join lane_target t on t.id = l.target
                        where l.state = 'open' and (:lane::text is null or t.name = :lane)
                          and (:code::text is null or l.code = :code) and (:mapping::text is null or l.mapping = :mapping)
                          and (:owner::text is null or l.owner = :owner)
                        order by l.event_id limit :most
                        """)
                .param("lane", filter.lane())
                .param("code", filter.code())
                .param("mapping", filter.mapping())
                .param("owner", filter.owner())
                .param("most", most)
                .query(DeadLetterStore::outside)
                .list();
    }

    /** Without what stands in it. */
    private static DeadLetter outside(ResultSet row, int number) throws SQLException {
        return new DeadLetter(
                row.getLong("id"),
                row.getString("lane"),
                row.getLong("event_id"),
                row.getString("key"),
                row.getString("kind"),
                row.getString("idem"),
                null,
                null,
                null,
                row.getString("mapping"),
                row.getObject("mapping_version", Integer.class),
                row.getString("class"),
                row.getBoolean("unknown"),
                row.getString("code"),
                row.getString("message"),
                null,
                row.getString("correlation_id"),
                row.getString("traceparent"),
                row.getString("owner"),
                row.getString("runbook"),
                row.getString("state"),
                row.getString("assignee"),
                instant(row, "at"));
    }

    List<DeadLetters.Told> told(long id, int most) {
        return jdbc.sql("""
                        select verb, actor, second_actor, reason, detail, result, at from lane_dead_letter_action
                        where dead_letter_id = :id order by id desc limit :most
                        """)
                .param("id", id)
                .param("most", most)
                .query((row, number) -> new DeadLetters.Told(
                        row.getString("verb"),
                        row.getString("actor"),
                        row.getString("second_actor"),
                        row.getString("reason"),
                        row.getString("detail"),
                        row.getString("result"),
                        instant(row, "at")))
                .list();
    }

    Optional<Long> idOf(String lane, long deliveryId) {
        return jdbc.sql("""
                        select l.id from lane_dead_letter l join lane_target t on t.id = l.target
                        where t.name = :lane and l.event_id = :delivery
                        """)
                .param("lane", lane)
                .param("delivery", deliveryId)
                .query(Long.class)
                .optional();
    }

    long count(DeadLetters.Filter filter) {
        return jdbc.sql("""
                        select count(*) from lane_dead_letter l join lane_target t on t.id = l.target
                        where l.state = 'open' and (:lane::text is null or t.name = :lane)
                          and (:code::text is null or l.code = :code) and (:mapping::text is null or l.mapping = :mapping)
                          and (:owner::text is null or l.owner = :owner)
                        """)
                .param("lane", filter.lane())
                .param("code", filter.code())
                .param("mapping", filter.mapping())
                .param("owner", filter.owner())
                .query(Long.class)
                .single();
    }

    /** The oldest first: within a key that is their order. */
    List<Long> ids(DeadLetters.Filter filter, int max) {
        return jdbc.sql("""
                        select l.id from lane_dead_letter l join lane_target t on t.id = l.target
                        where l.state = 'open' and (:lane::text is null or t.name = :lane)
                          and (:code::text is null or l.code = :code) and (:mapping::text is null or l.mapping = :mapping)
                          and (:owner::text is null or l.owner = :owner)
                        order by l.event_id limit :max
                        """)
                .param("lane", filter.lane())
                .param("code", filter.code())
                .param("mapping", filter.mapping())
                .param("owner", filter.owner())
                .param("max", max)
                .query(Long.class)
                .list();
    }

    /** How many of these are dead once more. */
    int openAmong(List<Long> ids) {
        return jdbc.sql("select count(*) from lane_dead_letter where id = any(:ids) and state = 'open'")
                .param("ids", SqlArray.longs(ids.toArray()))
                .query(Integer.class)
                .single();
    }

    String replay(long id, byte @Nullable [] body, byte @Nullable [] document, boolean remap, boolean force) {
        return jdbc.sql("select lane_replay(:id, :body, :document, :remap, :force)")
                .param("id", id)
                .param("body", body)
                .param("document", document)
                .param("remap", remap)
                .param("force", force)
                .query(String.class)
                .single();
    }

    String discard(long id, String code) {
        return jdbc.sql("select lane_discard(:id, :code)")
                .param("id", id)
                .param("code", code)
                .query(String.class)
                .single();
    }

    void assign(long id, String assignee) {
        jdbc.sql("update lane_dead_letter set assignee = :assignee where id = :id")
                .param("assignee", assignee)
                .param("id", id)
                .update();
    }

    void record(Action action) {
        jdbc.sql("""
                        insert into lane_dead_letter_action (dead_letter_id, verb, actor, second_actor, reason, detail, result)
                        values (:id, :verb, :actor, :secondActor, :reason, :detail, :result)
                        """)
                .param("id", action.deadLetterId())
                .param("verb", action.verb())
                .param("actor", action.actor())
                .param("secondActor", action.secondActor())
                .param("reason", action.reason())
                .param("detail", action.detail())
                .param("result", action.result())
                .update();
    }
}
