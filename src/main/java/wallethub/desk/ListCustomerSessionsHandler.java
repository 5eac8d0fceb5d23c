package wallethub.desk;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.customer.Customers;
import wallethub.login.CustomerSessions;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code list-customer-sessions}: where a customer is logged in. */
@Component
class ListCustomerSessionsHandler implements TransactionHandler<ListCustomerSessions, Optional<CustomerSessionsView>> {

    private final Customers customers;
    private final CustomerSessions sessions;

    ListCustomerSessionsHandler(Customers customers, CustomerSessions sessions) {
        this.customers = customers;
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "list-customer-sessions";
    }

    @Override
    public Class<ListCustomerSessions> command() {
        return ListCustomerSessions.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.CUSTOMER_VIEW);
    }

    @Override
    public Optional<CustomerSessionsView> handle(ListCustomerSessions command, Caller caller) {
        return customers.find(command.id()).map(customer -> new CustomerSessionsView(sessions.alive(customer.id())));
    }

    @Override
    public Answer answer(Optional<CustomerSessionsView> outcome) {
        return outcome.map(Answer::ok).orElseGet(Answer::nothingHere);
    }
}
