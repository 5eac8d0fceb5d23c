package wallethub.access;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The append-only record of who did what: a row commits with the action it tells of, or not at all. */
@Component
public class AuditLog {

    private final AuditStore store;
    private final ObjectProvider<StaffIdentities> identities;
    private final KeyedHash hash;
    private final Clock clock;

    AuditLog(AuditStore store, ObjectProvider<StaffIdentities> identities, KeyedHash hash, Clock clock) {
        this.store = store;
        this.identities = identities;
        this.hash = hash;
        this.clock = clock;
    }

    /** Joins the caller's transaction; without one it refuses. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(AuditEntry entry) {
        String address = entry.address() == null ? null : hash.of("audit-address", entry.address());
        store.insert(
                entry,
                identity(entry.caller()).orElse(null),
                address,
                MDC.get("traceId"),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private Optional<StaffIdentity> identity(Caller caller) {
        StaffIdentities known = identities.getIfAvailable();
        return caller.kind() == Caller.Kind.STAFF && known != null ? known.of(caller.staff()) : Optional.empty();
    }
}
