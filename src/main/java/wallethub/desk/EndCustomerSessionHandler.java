package wallethub.desk;

import java.util.Map;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.login.CustomerSessions;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code end-customer-session}: another customer's session is answered like one that never was. */
@Component
class EndCustomerSessionHandler implements TransactionHandler<EndCustomerSession, EndCustomerSessionHandler.Outcome> {

    private final CustomerSessions sessions;
    private final AuditLog audit;

    EndCustomerSessionHandler(CustomerSessions sessions, AuditLog audit) {
        this.sessions = sessions;
        this.audit = audit;
    }

    /** Whether the customer had that session. */
    enum Outcome {
        ENDED,
        NONE
    }

    @Override
    public String name() {
        return "end-customer-session";
    }

    @Override
    public Class<EndCustomerSession> command() {
        return EndCustomerSession.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.CUSTOMER_SESSION_END);
    }

    @Override
    public Outcome handle(EndCustomerSession command, Caller caller) {
        if (!sessions.end(command.sessionId(), command.id())) {
            return Outcome.NONE;
        }
        audit.record(new AuditEntry(
                caller, "customer.session.end", command.sessionId().text(), null, null, null, caller.address()));
        return Outcome.ENDED;
    }

    @Override
    public Answer answer(Outcome outcome) {
        return switch (outcome) {
            case ENDED -> new Answer.Document(204, null, Map.of());
            case NONE -> Answer.nothingHere();
        };
    }
}
