package wallethub.desk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.access.AuditRow;

/** A row of the audit as the staff's API shows it. */
record AuditView(
        String id,
        Instant at,
        String callerKind,
        String caller,
        @Nullable String issuer,
        @Nullable String subject,
        @Nullable List<String> roles,
        @Nullable String onBehalfOf,
        @Nullable String session,
        String action,
        String object,
        @Nullable String beforeHash,
        @Nullable String afterHash,
        @Nullable String reason,
        @Nullable String addressHash,
        @Nullable String traceId) {

    static AuditView of(AuditRow row) {
        return new AuditView(
                Long.toString(row.id()),
                row.recordedAt(),
                row.callerKind(),
                row.caller(),
                row.issuer(),
                row.subject(),
                row.roles() == null
                        ? null
                        : List.of(row.roles().split(",")).stream()
                                .filter(role -> !role.isEmpty())
                                .toList(),
                row.onBehalfOf(),
                row.session(),
                row.action(),
                row.object(),
                row.before(),
                row.after(),
                row.reason(),
                row.address(),
                row.traceId());
    }
}
