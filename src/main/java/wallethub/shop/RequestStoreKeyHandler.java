package wallethub.shop;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalOutcome;
import wallethub.approval.Approvals;
import wallethub.id.StoreKeyId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code request-store-key}: a new key of a store, or one that replaces another, waits for a second person. */
@Component
class RequestStoreKeyHandler implements TransactionHandler<RequestStoreKey, ApprovalOutcome> {

    private final GrantStoreKey action;
    private final Approvals approvals;

    RequestStoreKeyHandler(GrantStoreKey action, Approvals approvals) {
        this.action = action;
        this.approvals = approvals;
    }

    @Override
    public String name() {
        return "request-store-key";
    }

    @Override
    public Class<RequestStoreKey> command() {
        return RequestStoreKey.class;
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
    public ApprovalOutcome handle(RequestStoreKey command, Caller caller) {
        return approvals.request(
                action,
                new StoreKeyWish(
                        StoreKeyId.next(),
                        command.id(),
                        command.use(),
                        command.scopes(),
                        command.replaces(),
                        command.overlapMinutes(),
                        command.validDays(),
                        caller.staff()),
                command.reason(),
                caller);
    }

    @Override
    public Answer answer(ApprovalOutcome outcome) {
        return Approvals.answer(outcome);
    }
}
