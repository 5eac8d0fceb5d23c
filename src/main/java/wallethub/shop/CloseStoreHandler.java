package wallethub.shop;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code close-store}: at once, by one person; two open it again. */
@Component
class CloseStoreHandler implements TransactionHandler<CloseStore, StoreOutcome> {

    private final StoreDesk desk;

    CloseStoreHandler(StoreDesk desk) {
        this.desk = desk;
    }

    @Override
    public String name() {
        return "close-store";
    }

    @Override
    public Class<CloseStore> command() {
        return CloseStore.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STORE_REVOKE);
    }

    @Override
    public StoreOutcome handle(CloseStore command, Caller caller) {
        return desk.close(command.id(), command.reason(), caller);
    }

    @Override
    public Answer answer(StoreOutcome outcome) {
        return outcome.answer();
    }
}
