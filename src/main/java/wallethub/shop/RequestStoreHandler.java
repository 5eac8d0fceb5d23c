package wallethub.shop;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalOutcome;
import wallethub.approval.Approvals;
import wallethub.id.StoreId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code request-store}: a new store waits for a second person. */
@Component
class RequestStoreHandler implements TransactionHandler<RequestStore, ApprovalOutcome> {

    private final ChangeStore action;
    private final Approvals approvals;

    RequestStoreHandler(ChangeStore action, Approvals approvals) {
        this.action = action;
        this.approvals = approvals;
    }

    @Override
    public String name() {
        return "request-store";
    }

    @Override
    public Class<RequestStore> command() {
        return RequestStore.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STORE_EDIT);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public ApprovalOutcome handle(RequestStore command, Caller caller) {
        return approvals.request(
                action,
                new StoreChange(StoreId.next(), command.name(), true, command.returnOrigins(), command.caps()),
                command.reason(),
                caller);
    }

    @Override
    public Answer answer(ApprovalOutcome outcome) {
        return Approvals.answer(outcome);
    }
}
