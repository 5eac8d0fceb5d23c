package wallethub.shop;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code unlink-store-customer}: a wrong link goes, at once, by one person; the store can link anew. */
@Component
class UnlinkStoreCustomerHandler implements TransactionHandler<UnlinkStoreCustomer, StoreOutcome> {

    private final StoreDesk desk;

    UnlinkStoreCustomerHandler(StoreDesk desk) {
        this.desk = desk;
    }

    @Override
    public String name() {
        return "unlink-store-customer";
    }

    @Override
    public Class<UnlinkStoreCustomer> command() {
        return UnlinkStoreCustomer.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STORE_REVOKE);
    }

    @Override
    public StoreOutcome handle(UnlinkStoreCustomer command, Caller caller) {
        return desk.unlink(command.id(), command.externalId(), command.reason(), caller);
    }

    @Override
    public Answer answer(StoreOutcome outcome) {
        return outcome.answer();
    }
}
