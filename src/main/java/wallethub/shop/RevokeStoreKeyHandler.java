package wallethub.shop;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code revoke-store-key}: at once, by one person. */
@Component
class RevokeStoreKeyHandler implements TransactionHandler<RevokeStoreKey, StoreOutcome> {

    private final StoreDesk desk;

    RevokeStoreKeyHandler(StoreDesk desk) {
        this.desk = desk;
    }

    @Override
    public String name() {
        return "revoke-store-key";
    }

    @Override
    public Class<RevokeStoreKey> command() {
        return RevokeStoreKey.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STORE_REVOKE);
    }

    @Override
    public StoreOutcome handle(RevokeStoreKey command, Caller caller) {
        return desk.revoke(command.id(), command.keyId(), command.reason(), caller);
    }

    @Override
    public Answer answer(StoreOutcome outcome) {
        return outcome.answer();
    }
}
