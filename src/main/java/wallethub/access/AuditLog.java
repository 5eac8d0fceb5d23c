package wallethub.access;

import java.time.Clock;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The append-only record of who did what: a row commits with the action it tells of, or not at all. */
@Component
public class AuditLog {

    private final AuditStore store;
    private final Clock clock;

    AuditLog(AuditStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Joins the caller's transaction; without one it refuses. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(AuditEntry entry) {
        store.insert(entry, MDC.get("traceId"), clock.instant());
    }
}
