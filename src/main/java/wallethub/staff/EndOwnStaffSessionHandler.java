package wallethub.staff;

import java.util.Map;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.SessionId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code end-own-staff-session}: somebody else's session is answered like one that never was. */
@Component
class EndOwnStaffSessionHandler implements TransactionHandler<EndOwnStaffSession, EndOwnStaffSessionHandler.Outcome> {

    private final StaffSessions sessions;
    private final AuditLog audit;

    EndOwnStaffSessionHandler(StaffSessions sessions, AuditLog audit) {
        this.sessions = sessions;
        this.audit = audit;
    }

    /** Whether the caller had that session. */
    enum Outcome {
        ENDED,
        NONE
    }

    @Override
    public String name() {
        return "end-own-staff-session";
    }

    @Override
    public Class<EndOwnStaffSession> command() {
        return EndOwnStaffSession.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.SESSION);
    }

    @Override
    public Outcome handle(EndOwnStaffSession command, Caller caller) {
        boolean ended = SessionId.isValid(command.id()) && sessions.end(new SessionId(command.id()), caller.staff());
        if (ended) {
            audit.record(new AuditEntry(caller, "staff.session.end", command.id(), null, null, null, caller.address()));
        }
        return ended ? Outcome.ENDED : Outcome.NONE;
    }

    @Override
    public Answer answer(Outcome outcome) {
        return switch (outcome) {
            case ENDED -> new Answer.Document(204, null, Map.of());
            case NONE -> Answer.nothingHere();
        };
    }
}
