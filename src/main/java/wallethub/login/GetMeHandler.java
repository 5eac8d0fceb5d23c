package wallethub.login;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.customer.Customers;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code get-me}: who the customer is, as the CRM last told us. */
@Component
class GetMeHandler implements TransactionHandler<GetMe, MeOutcome> {

    private final Customers customers;

    GetMeHandler(Customers customers) {
        this.customers = customers;
    }

    @Override
    public String name() {
        return "get-me";
    }

    @Override
    public Class<GetMe> command() {
        return GetMe.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.PROFILE_VIEW);
    }

    @Override
    public MeOutcome handle(GetMe command, Caller caller) {
        if (caller.customer() == null) {
            return new MeOutcome.Nobody();
        }
        return customers
                .find(caller.customer())
                .<MeOutcome>map(MeOutcome.Found::new)
                .orElseGet(MeOutcome.Nobody::new);
    }

    @Override
    public Answer answer(MeOutcome outcome) {
        return switch (outcome) {
            case MeOutcome.Found found -> Answer.ok(MeOutcome.View.of(found.customer()));
            case MeOutcome.Nobody nobody -> Answer.refused(ErrorCode.NOT_FOUND, "the caller is no customer any more");
        };
    }
}
