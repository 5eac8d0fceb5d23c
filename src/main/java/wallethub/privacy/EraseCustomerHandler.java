package wallethub.privacy;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalOutcome;
import wallethub.approval.Approvals;
import wallethub.id.CustomerId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code erase-customer}: asks a second person to have a customer's personal data erased. */
@Component
class EraseCustomerHandler implements TransactionHandler<EraseCustomer, ApprovalOutcome> {

    private final Approvals approvals;
    private final EraseAction action;

    EraseCustomerHandler(Approvals approvals, EraseAction action) {
        this.approvals = approvals;
        this.action = action;
    }

    @Override
    public String name() {
        return "erase-customer";
    }

    @Override
    public Class<EraseCustomer> command() {
        return EraseCustomer.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.CUSTOMER_ERASE);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public ApprovalOutcome handle(EraseCustomer command, Caller caller) {
        return CustomerId.isValid(command.id())
                ? approvals.request(action, new Erasure(new CustomerId(command.id())), command.reason(), caller)
                : new ApprovalOutcome.Refused(ErrorCode.NOT_FOUND, "there is nothing at this path");
    }

    @Override
    public Answer answer(ApprovalOutcome outcome) {
        return Approvals.answer(outcome);
    }
}
