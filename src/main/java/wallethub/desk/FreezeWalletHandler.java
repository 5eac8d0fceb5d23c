package wallethub.desk;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code freeze-wallet}: at once, by one person. */
@Component
class FreezeWalletHandler implements TransactionHandler<FreezeWallet, FreezeOutcome> {

    private final Freezing freezing;

    FreezeWalletHandler(Freezing freezing) {
        this.freezing = freezing;
    }

    @Override
    public String name() {
        return "freeze-wallet";
    }

    @Override
    public Class<FreezeWallet> command() {
        return FreezeWallet.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.WALLET_FREEZE);
    }

    @Override
    public FreezeOutcome handle(FreezeWallet command, Caller caller) {
        return freezing.freeze(command.id(), command.reason(), caller);
    }

    @Override
    public Answer answer(FreezeOutcome outcome) {
        return outcome.answer();
    }
}
