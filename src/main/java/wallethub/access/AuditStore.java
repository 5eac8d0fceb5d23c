package wallethub.access;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;
import static wallethub.database.Timestamps.timestampOrNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of the audit; the table takes inserts only. */
@Component
class AuditStore {

    private final JdbcClient jdbc;

    AuditStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(
            AuditEntry entry,
            @Nullable StaffIdentity identity,
            @Nullable String address,
            @Nullable String traceId,
            Instant recordedAt) {
        jdbc.sql("""
                        insert into access_audit
                            (caller_kind, caller, issuer, subject, roles, on_behalf_of, session, action, object, before_hash,
                             after_hash, reason, address, trace_id, recorded_at)
                        values (:kind, :caller, :issuer, :subject, :roles, :onBehalfOf, :session, :action, :object, :before,
                             :after, :reason, :address, :traceId, :recordedAt)
                        """)
                .param("kind", entry.caller().kind().name())
                .param("caller", entry.caller().subject())
                .param("issuer", identity == null ? null : identity.issuer())
                .param("subject", identity == null ? null : identity.subject())
                .param("roles", identity == null ? null : String.join(",", identity.roles()))
                .param("onBehalfOf", entry.onBehalfOf())
                .param("session", entry.caller().session())
                .param("action", entry.action())
                .param("object", entry.object())
                .param("before", entry.before())
                .param("after", entry.after())
                .param("reason", entry.reason())
                .param("address", address)
                .param("traceId", traceId)
                .param("recordedAt", timestamp(recordedAt))
                .update();
    }

    /**
     * The latest first, below a number.
     *
     * @param prefixes of actions that may be seen; empty for all
     */
    List<AuditRow> list(AuditFilter filter, List<String> prefixes, long below, int most) {
        return jdbc.sql("""
                        select * from access_audit a
                        where a.audit_id < :below
                            and (:caller::text is null or a.caller = :caller)
                            and (:action::text is null or starts_with(a.action, :action))
                            and (:object::text is null or a.object = :object)
                            and (:from::timestamptz is null or a.recorded_at >= :from)
                            and (:until::timestamptz is null or a.recorded_at < :until)
                            and (cardinality(:prefixes::text[]) = 0
                                or exists (select from unnest(:prefixes::text[]) p where starts_with(a.action, p)))
                        order by a.audit_id desc limit :most
                        """)
                .param("below", below)
                .param("caller", filter.caller())
                .param("action", filter.action())
                .param("object", filter.object())
                .param("from", timestampOrNull(filter.from()))
                .param("until", timestampOrNull(filter.until()))
                .param("prefixes", prefixes.toArray(String[]::new))
                .param("most", most)
                .query(AuditStore::row)
                .list();
    }

    /** @param most where counting stops */
    int count(AuditFilter filter, List<String> prefixes, int most) {
        return jdbc.sql("""
                        select count(*) from (
                            select from access_audit a
                            where (:caller::text is null or a.caller = :caller)
                                and (:action::text is null or starts_with(a.action, :action))
                                and (:object::text is null or a.object = :object)
                                and (:from::timestamptz is null or a.recorded_at >= :from)
                                and (:until::timestamptz is null or a.recorded_at < :until)
                                and (cardinality(:prefixes::text[]) = 0
                                    or exists (select from unnest(:prefixes::text[]) p where starts_with(a.action, p)))
                            limit :most) counted
                        """)
                .param("caller", filter.caller())
                .param("action", filter.action())
                .param("object", filter.object())
                .param("from", timestampOrNull(filter.from()))
                .param("until", timestampOrNull(filter.until()))
                .param("prefixes", prefixes.toArray(String[]::new))
                .param("most", most)
                .query(Integer.class)
                .single();
    }

    static AuditRow row(ResultSet row, int number) throws SQLException {
        return new AuditRow(
                row.getLong("audit_id"),
                row.getString("caller_kind"),
                row.getString("caller"),
                row.getString("issuer"),
                row.getString("subject"),
                row.getString("roles"),
                row.getString("on_behalf_of"),
                row.getString("session"),
                row.getString("action"),
                row.getString("object"),
                row.getString("before_hash"),
                row.getString("after_hash"),
                row.getString("reason"),
                row.getString("address"),
                row.getString("trace_id"),
                instant(row, "recorded_at"));
    }
}
