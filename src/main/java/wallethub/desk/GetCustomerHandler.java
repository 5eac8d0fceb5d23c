package wallethub.desk;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.customer.Customers;
import wallethub.customer.MaskedCustomer;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-customer}: one customer, masked; a merged one is answered with the survivor. */
@Component
class GetCustomerHandler implements TransactionHandler<GetCustomer, Optional<MaskedCustomer>> {

    private final Customers customers;

    GetCustomerHandler(Customers customers) {
        this.customers = customers;
    }

    @Override
    public String name() {
        return "get-customer";
    }

    @Override
    public Class<GetCustomer> command() {
        return GetCustomer.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.CUSTOMER_VIEW);
    }

    @Override
    public Optional<MaskedCustomer> handle(GetCustomer command, Caller caller) {
        return customers.find(command.id()).map(MaskedCustomer::of);
    }

    @Override
    public Answer answer(Optional<MaskedCustomer> outcome) {
        return outcome.map(Answer::ok).orElseGet(Answer::nothingHere);
    }
}
