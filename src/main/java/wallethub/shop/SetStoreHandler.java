package wallethub.shop;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalOutcome;
import wallethub.approval.Approvals;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code set-store}: a store's limits and origins are to be others, or it is to be open again; a second person decides. */
@Component
class SetStoreHandler implements TransactionHandler<SetStore, ApprovalOutcome> {

    private final ShopStore store;
    private final ChangeStore action;
    private final Approvals approvals;

    SetStoreHandler(ShopStore store, ChangeStore action, Approvals approvals) {
        this.store = store;
        this.action = action;
        this.approvals = approvals;
    }

    @Override
    public String name() {
        return "set-store";
    }

    @Override
    public Class<SetStore> command() {
        return SetStore.class;
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
    public boolean conditional() {
        return true;
    }

    @Override
    public ApprovalOutcome handle(SetStore command, Caller caller) {
        Optional<Store> found = store.find(command.id());
        if (found.isEmpty()) {
            return new ApprovalOutcome.Refused(ErrorCode.NOT_FOUND, "there is nothing at this path");
        }
        if (!command.ifMatch().holds(Integer.toString(found.get().version()))) {
            return new ApprovalOutcome.Refused(
                    ErrorCode.PRECONDITION_FAILED, "the store has changed since it was read");
        }
        return approvals.request(
                action,
                new StoreChange(command.id(), command.name(), command.open(), command.returnOrigins(), command.caps()),
                command.reason(),
                caller);
    }

    @Override
    public Answer answer(ApprovalOutcome outcome) {
        return Approvals.answer(outcome);
    }
}
