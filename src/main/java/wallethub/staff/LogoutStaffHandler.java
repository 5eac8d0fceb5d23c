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

/** Operation {@code logout-staff}: this instance refuses the session's tokens at once, the others within five seconds. */
@Component
class LogoutStaffHandler implements TransactionHandler<LogoutStaff, LogoutStaffHandler.LoggedOut> {

    private final StaffSessions sessions;
    private final AuditLog audit;

    LogoutStaffHandler(StaffSessions sessions, AuditLog audit) {
        this.sessions = sessions;
        this.audit = audit;
    }

    record LoggedOut() {}

    @Override
    public String name() {
        return "logout-staff";
    }

    @Override
    public Class<LogoutStaff> command() {
        return LogoutStaff.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.SESSION);
    }

    @Override
    public LoggedOut handle(LogoutStaff command, Caller caller) {
        String session = caller.session();
        if (session != null && sessions.logout(new SessionId(session))) {
            audit.record(new AuditEntry(caller, "staff.logout", session, null, null, null, caller.address()));
        }
        return new LoggedOut();
    }

    @Override
    public Answer answer(LoggedOut outcome) {
        return new Answer.Document(204, null, Map.of());
    }
}
