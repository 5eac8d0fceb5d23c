package wallethub.lane;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The SQL of leases, and of the one call that settles what is finished and claims what is next. */
@Repository
class ShardStore {

    /** Another instance owns the shard now: everything known about its deliveries is void. */
    static class LeaseLostException extends RuntimeException {
        LeaseLostException(Throwable cause) {
            super("lease lost", cause);
        }
    }

    /** A shard with the epoch under which this instance holds it. */
    record Lease(short shard, long epoch) {}

    /** @param lag ids drawn since the shard's floor; a large one makes claims step over what is done */
    record Due(short shard, boolean ready, long lag) {}

    /** A delivery that came to its end. */
    record Settled(
            long id,
            String key,
            String outcome,
            String code,
            @Nullable String foreignId,
            @Nullable String foreignNumber,
            @Nullable String mapping,
            int version,
            boolean erase) {}

    /** A delivery whose attempt did not end it; field names are those that {@code lane_work} reads. */
    record Failure(
            long id,
            String key,
            String outcome,
            double delay,
            int spent,
            boolean unknown,
            boolean parked,
            String reason,
            String code,
            @Nullable String message,
            long duration,
            @Nullable String mapping,
            @Nullable Integer version,
            @Nullable String idempotencyKey,
            byte @Nullable [] document,
            @Nullable String kid) {}

    /** One call of {@code lane_work}. */
    record Work(List<Settled> settled, List<Failure> failures, Collection<Long> inFlight, int n, boolean trial) {}

    /** What the dead letter keeps beside the event itself. */
    record Grave(
            long id,
            String reasonClass,
            boolean unknown,
            String code,
            @Nullable String message,
            @Nullable String stack,
            String owner,
            String runbook,
            String onPoison,
            int retentionDays,
            byte @Nullable [] document,
            @Nullable String mapping,
            @Nullable Integer version,
            @Nullable String idempotencyKey) {}

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final String LEASE_LOST = "LA001";

    private final JdbcClient jdbc;
    private final LaneSecrets secrets;

    ShardStore(JdbcClient jdbc, LaneSecrets secrets) {
        this.jdbc = jdbc;
        this.secrets = secrets;
    }

    /** Says that this instance serves the target; answers its fair share of shards. */
    int share(int target, String owner, double seconds) {
        return jdbc.sql("select lane_share(:target, :owner, :seconds)")
                .param("target", target)
                .param("owner", owner)
                .param("seconds", seconds)
                .query(Integer.class)
                .single();
    }

    void leave(int target, String owner) {
        jdbc.sql("delete from lane_worker where target = :target and owner = :owner")
                .param("target", target)
                .param("owner", owner)
                .update();
    }

    List<Lease> lease(int target, String owner, double seconds, int max) {
        return jdbc.sql("select o_shard, o_epoch from lane_lease(:target, :owner, :seconds, :max)")
                .param("target", target)
                .param("owner", owner)
                .param("seconds", seconds)
                .param("max", max)
                .query((row, n) -> new Lease(row.getShort(1), row.getLong(2)))
                .list();
    }

    /** Whether a shard of the target waits for an owner. Read-only, so that it may be asked often. */
    boolean hasFree(int target) {
        return jdbc.sql("""
                        select exists (
                          select from lane_shard where target = :target and lease_until < clock_timestamp())
                        """).param("target", target).query(Boolean.class).single();
    }

    /** The shards that are still ours. */
    Set<Short> renew(int target, List<Lease> leases, double seconds) {
        return Set.copyOf(jdbc.sql("select lane_renew(:target, :shards, :epochs, :seconds)")
                .param("target", target)
                .param(
                        "shards",
                        SqlArray.ints(leases.stream().map(l -> (int) l.shard()).toArray()))
                .param(
                        "epochs",
                        SqlArray.longs(leases.stream().map(Lease::epoch).toArray()))
                .param("seconds", seconds)
                .query(Short.class)
                .list());
    }

    void release(int target, Lease lease) {
        jdbc.sql("select lane_release(:target, :shard, :epoch)")
                .param("target", target)
                .param("shard", lease.shard())
                .param("epoch", lease.epoch())
                .query(Boolean.class)
                .single();
    }

    List<Due> due(int target, List<Short> shards) {
        return jdbc.sql("select o_shard, o_ready, o_lag from lane_due(:target, :shards)")
                .param("target", target)
                .param(
                        "shards",
                        SqlArray.ints(shards.stream().map(Short::intValue).toArray()))
                .query((row, n) -> new Due(row.getShort(1), row.getBoolean(2), row.getLong(3)))
                .list();
    }

    /** @throws LeaseLostException when the epoch is no longer the lease's */
    List<Delivery> work(int target, String lane, Lease lease, double seconds, Work work) {
        List<Settled> settled = work.settled();
        try {
            return jdbc.sql("""
                            select * from lane_work(:target, :shard, :epoch, :seconds, :ids, :keys, :outcomes, :codes,
                              :foreignIds, :foreignNumbers, :mappings, :versions, :erase, :failures::jsonb, :inFlight, :n, :trial)
                            """)
                    .param("target", target)
                    .param("shard", lease.shard())
                    .param("epoch", lease.epoch())
                    .param("seconds", seconds)
                    .param("ids", longs(settled.stream().map(Settled::id).toList()))
                    .param("keys", texts(settled, Settled::key))
                    .param("outcomes", texts(settled, Settled::outcome))
                    .param("codes", texts(settled, Settled::code))
                    .param("foreignIds", texts(settled, Settled::foreignId))
                    .param("foreignNumbers", texts(settled, Settled::foreignNumber))
                    .param("mappings", texts(settled, Settled::mapping))
                    .param(
                            "versions",
                            SqlArray.ints(settled.stream().map(Settled::version).toArray()))
                    .param(
                            "erase",
                            longs(settled.stream()
                                    .filter(Settled::erase)
                                    .map(Settled::id)
                                    .toList()))
                    .param("failures", work.failures().isEmpty() ? null : json(work.failures()))
                    .param("inFlight", longs(work.inFlight()))
                    .param("n", work.n())
                    .param("trial", work.trial())
                    .query((row, n) -> delivery(row, lane))
                    .list();
        } catch (UncategorizedSQLException e) {
            throw leaseLostOr(e);
        }
    }

    private static RuntimeException leaseLostOr(UncategorizedSQLException e) {
        SQLException cause = e.getSQLException();
        return cause != null && LEASE_LOST.equals(cause.getSQLState()) ? new LeaseLostException(e) : e;
    }

    /** Which of these are settled already: asked after a commit whose answer was lost. */
    Set<Long> settledOf(int target, int shard, Collection<Long> ids) {
        return Set.copyOf(
                jdbc.sql("select id from lane_done where target = :target and shard = :shard and id = any(:ids)")
                        .param("target", target)
                        .param("shard", shard)
                        .param("ids", longs(ids))
                        .query(Long.class)
                        .list());
    }

    /** In the transaction that parks or settles it. */
    void bury(int target, int shard, Grave grave) {
        jdbc.sql("""
                        select lane_bury(:target, :shard, :id, :class, :unknown, :code, :message, :stack, :owner, :runbook,
                          :onPoison, :retention, :document, :mapping, :version, :idempotencyKey)
                        """)
                .param("target", target)
                .param("shard", shard)
                .param("id", grave.id())
                .param("class", grave.reasonClass())
                .param("unknown", grave.unknown())
                .param("code", grave.code())
                .param("message", grave.message())
                .param("stack", grave.stack())
                .param("owner", grave.owner())
                .param("runbook", grave.runbook())
                .param("onPoison", grave.onPoison())
                .param("retention", grave.retentionDays())
                .param("document", grave.document())
                .param("mapping", grave.mapping())
                .param("version", grave.version())
                .param("idempotencyKey", grave.idempotencyKey())
                .query(Long.class)
                .single();
    }

    private Delivery delivery(ResultSet row, String lane) throws SQLException {
        String idem = row.getString("idem");
        String kid = row.getString("kid");
        byte[] body = row.getBytes("body");
        return new Delivery(
                lane,
                row.getLong("id"),
                row.getString("key"),
                row.getString("kind"),
                idem,
                row.getString("mapping"),
                kid == null ? body : secrets.open(kid, idem, body),
                headers(row.getString("headers")),
                row.getString("correlation_id"),
                row.getString("traceparent"),
                instant(row, "at"),
                row.getInt("attempts"),
                row.getBoolean("unknown"),
                instantOrNull(row, "first_failed_at"),
                frozen(row, idem),
                kid != null);
    }

    private Delivery.@Nullable Frozen frozen(ResultSet row, String idem) throws SQLException {
        byte[] document = row.getBytes("frozen_document");
        String kid = row.getString("frozen_kid");
        return document == null
                ? null
                : new Delivery.Frozen(
                        row.getString("frozen_mapping"),
                        row.getInt("frozen_version"),
                        row.getString("frozen_idempotency_key"),
                        kid == null ? document : secrets.open(kid, idem, document));
    }

    private static Map<String, String> headers(@Nullable String json) {
        try {
            return json == null ? Map.of() : JSON.readValue(json, HEADERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored headers are not JSON", e);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON form", e);
        }
    }

    private static SqlArray longs(Collection<Long> values) {
        return SqlArray.longs(values.toArray());
    }

    private static SqlArray texts(List<Settled> settled, Function<Settled, @Nullable String> field) {
        return SqlArray.texts(settled.stream().map(field).toArray(String[]::new));
    }
}
