package wallethub.shop;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code issue-store-key}: whoever asked for a key gets to see it, once. Not keyed: no answer with a secret is kept. */
@Component
class IssueStoreKeyHandler implements TransactionHandler<IssueStoreKey, StoreOutcome> {

    private final StoreDesk desk;

    IssueStoreKeyHandler(StoreDesk desk) {
        this.desk = desk;
    }

    @Override
    public String name() {
        return "issue-store-key";
    }

    @Override
    public Class<IssueStoreKey> command() {
        return IssueStoreKey.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STORE_EDIT);
    }

    @Override
    public StoreOutcome handle(IssueStoreKey command, Caller caller) {
        return desk.issue(command.id(), command.keyId(), caller);
    }

    @Override
    public Answer answer(StoreOutcome outcome) {
        return outcome.answer();
    }
}
