package wallethub.desk;

import java.util.Map;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.login.CustomerSession;
import wallethub.login.CustomerSessions;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code end-customer-sessions}: logs a customer out everywhere; who is logged in nowhere is logged out already. */
@Component
class EndCustomerSessionsHandler
        implements TransactionHandler<EndCustomerSessions, EndCustomerSessionsHandler.Outcome> {

    private final Customers customers;
    private final CustomerSessions sessions;
    private final AuditLog audit;

    EndCustomerSessionsHandler(Customers customers, CustomerSessions sessions, AuditLog audit) {
        this.customers = customers;
        this.sessions = sessions;
        this.audit = audit;
    }

    /** Whether there is such a customer. */
    enum Outcome {
        ENDED,
        UNKNOWN
    }

    @Override
    public String name() {
        return "end-customer-sessions";
    }

    @Override
    public Class<EndCustomerSessions> command() {
        return EndCustomerSessions.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.CUSTOMER_SESSION_END);
    }

    @Override
    public Outcome handle(EndCustomerSessions command, Caller caller) {
        Customer customer = customers.find(command.id()).orElse(null);
        if (customer == null) {
            return Outcome.UNKNOWN;
        }
        for (CustomerSession session : sessions.alive(customer.id())) {
            if (sessions.end(session.id(), customer.id())) {
                audit.record(new AuditEntry(
                        caller, "customer.session.end", session.id().text(), null, null, null, caller.address()));
            }
        }
        return Outcome.ENDED;
    }

    @Override
    public Answer answer(Outcome outcome) {
        return switch (outcome) {
            case ENDED -> new Answer.Document(204, null, Map.of());
            case UNKNOWN -> Answer.nothingHere();
        };
    }
}
