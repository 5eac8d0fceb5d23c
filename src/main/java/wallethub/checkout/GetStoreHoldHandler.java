package wallethub.checkout;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StoreScope;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;

/** Operation {@code get-store-hold}: one hold of the store; another store's is not there. */
@Component
class GetStoreHoldHandler implements StoreOperation<GetStoreHold, StoreHoldOutcome> {

    private final StoreHolds own;

    GetStoreHoldHandler(StoreHolds own) {
        this.own = own;
    }

    @Override
    public String name() {
        return "get-store-hold";
    }

    @Override
    public Class<GetStoreHold> command() {
        return GetStoreHold.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Store(StoreScope.HOLD_PLACE);
    }

    @Override
    public StoreHoldOutcome handle(GetStoreHold command, Caller caller) {
        return own.find(command.id(), caller)
                .<StoreHoldOutcome>map(hold -> new StoreHoldOutcome.Shown(own.shown(hold)))
                .orElseGet(StoreHoldOutcome.Missing::new);
    }

    @Override
    public Answer answer(StoreHoldOutcome outcome) {
        return outcome.answer();
    }
}
