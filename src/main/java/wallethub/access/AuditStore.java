package wallethub.access;

import java.time.Instant;
import java.time.ZoneOffset;
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

    void insert(AuditEntry entry, @Nullable String traceId, Instant recordedAt) {
        jdbc.sql("""
                        insert into access_audit
                            (caller_kind, caller, action, object, before_hash, after_hash, reason, address, trace_id,
                             recorded_at)
                        values (:kind, :caller, :action, :object, :before, :after, :reason, :address, :traceId,
                             :recordedAt)
                        """)
                .param("kind", entry.caller().kind().name())
                .param("caller", entry.caller().subject())
                .param("action", entry.action())
                .param("object", entry.object())
                .param("before", entry.before())
                .param("after", entry.after())
                .param("reason", entry.reason())
                .param("address", entry.address())
                .param("traceId", traceId)
                .param("recordedAt", recordedAt.atOffset(ZoneOffset.UTC))
                .update();
    }
}
