package wallethub.desk;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.customer.MaskedCustomer;
import wallethub.invoice.Invoices;
import wallethub.login.CustomerSessions;
import wallethub.notification.Messages;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.recharge.Recharges;
import wallethub.reporting.Transactions;

/** Operation {@code get-customer-overview}: one customer all around; its parts are of one moment and agree with each other. */
@Component
class GetCustomerOverviewHandler implements TransactionHandler<GetCustomerOverview, Optional<CustomerOverview>> {

    private static final int LATEST = 5;

    private final Customers customers;
    private final StaffWallets wallets;
    private final Transactions transactions;
    private final Recharges recharges;
    private final Invoices invoices;
    private final CustomerSessions sessions;
    private final ParkedStore parked;
    private final Messages messages;

    GetCustomerOverviewHandler(
            Customers customers,
            StaffWallets wallets,
            Transactions transactions,
            Recharges recharges,
            Invoices invoices,
            CustomerSessions sessions,
            ParkedStore parked,
            Messages messages) {
        this.customers = customers;
        this.wallets = wallets;
        this.transactions = transactions;
        this.recharges = recharges;
        this.invoices = invoices;
        this.sessions = sessions;
        this.parked = parked;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "get-customer-overview";
    }

    @Override
    public Class<GetCustomerOverview> command() {
        return GetCustomerOverview.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.CUSTOMER_VIEW);
    }

    @Override
    public boolean readsOneMoment() {
        return true;
    }

    @Override
    public Optional<CustomerOverview> handle(GetCustomerOverview command, Caller caller) {
        return customers.find(command.id()).map(this::around);
    }

    private CustomerOverview around(Customer customer) {
        return new CustomerOverview(
                MaskedCustomer.of(customer),
                wallets.findByCustomer(customer.id()).orElse(null),
                transactions.latest(customer.id(), LATEST),
                recharges.latest(customer.id(), LATEST).stream()
                        .map(CustomerOverview.Recharge::of)
                        .toList(),
                invoices.latest(customer.id(), LATEST).stream()
                        .map(CustomerOverview.Bill::of)
                        .toList(),
                sessions.alive(customer.id()).size(),
                parked.open(customer.id(), LATEST),
                messages.latest(customer.id(), LATEST));
    }

    @Override
    public Answer answer(Optional<CustomerOverview> outcome) {
        return outcome.map(Answer::ok).orElseGet(Answer::nothingHere);
    }
}
