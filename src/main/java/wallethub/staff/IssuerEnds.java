package wallethub.staff;

import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.id.SessionId;

/** The end of what somebody began here, because his issuer has ended his account or his session; in the caller's transaction. */
@Component
public class IssuerEnds {

    private final StaffSessions sessions;
    private final StaffMetrics metrics;
    private final AuditLog audit;

    IssuerEnds(StaffSessions sessions, StaffMetrics metrics, AuditLog audit) {
        this.sessions = sessions;
        this.metrics = metrics;
        this.audit = audit;
    }

    /** All sessions of whom it names so. */
    public void ofSubject(String issuer, String subject, Caller by) {
        tell(sessions.endBySubject(issuer, subject), by);
    }

    /** The one that it names so. */
    void ofSession(String issuer, String sid, Caller by) {
        tell(sessions.endByIssuerSid(issuer, sid), by);
    }

    private void tell(List<SessionId> gone, Caller by) {
        gone.forEach(session -> audit.record(AuditEntry.of(by, "staff.session.ended-by-issuer", session.text(), null)));
        metrics.endedByIssuer(gone.size());
    }
}
