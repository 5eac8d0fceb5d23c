package wallethub.desk;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code unfreeze-wallet}: by another person than who froze it. */
@Component
class UnfreezeWalletHandler implements TransactionHandler<UnfreezeWallet, FreezeOutcome> {

    private final Freezing freezing;

    UnfreezeWalletHandler(Freezing freezing) {
        this.freezing = freezing;
    }

    @Override
    public String name() {
        return "unfreeze-wallet";
    }

    @Override
    public Class<UnfreezeWallet> command() {
        return UnfreezeWallet.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.WALLET_UNFREEZE);
    }

    @Override
    public FreezeOutcome handle(UnfreezeWallet command, Caller caller) {
        return freezing.unfreeze(command.id(), command.reason(), caller);
    }

    @Override
    public Answer answer(FreezeOutcome outcome) {
        return outcome.answer();
    }
}
