package wallethub.shop;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-store}: a store with its keys; its entity tag is what a change names. */
@Component
class GetStoreHandler implements TransactionHandler<GetStore, StoreOutcome> {

    private final StoreDesk desk;

    GetStoreHandler(StoreDesk desk) {
        this.desk = desk;
    }

    @Override
    public String name() {
        return "get-store";
    }

    @Override
    public Class<GetStore> command() {
        return GetStore.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STORE_VIEW);
    }

    @Override
    public StoreOutcome handle(GetStore command, Caller caller) {
        return desk.find(command.id())
                .<StoreOutcome>map(StoreOutcome.Stands::new)
                .orElseGet(StoreOutcome.Unknown::new);
    }

    @Override
    public Answer answer(StoreOutcome outcome) {
        return outcome.answer();
    }
}
