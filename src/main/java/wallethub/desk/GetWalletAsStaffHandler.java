package wallethub.desk;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-wallet-as-staff}: any customer's wallet. */
@Component
class GetWalletAsStaffHandler implements TransactionHandler<GetWalletAsStaff, Optional<StaffWallet>> {

    private final StaffWallets wallets;

    GetWalletAsStaffHandler(StaffWallets wallets) {
        this.wallets = wallets;
    }

    @Override
    public String name() {
        return "get-wallet-as-staff";
    }

    @Override
    public Class<GetWalletAsStaff> command() {
        return GetWalletAsStaff.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.LEDGER_VIEW);
    }

    @Override
    public Optional<StaffWallet> handle(GetWalletAsStaff command, Caller caller) {
        return wallets.find(command.id());
    }

    @Override
    public Answer answer(Optional<StaffWallet> outcome) {
        return outcome.map(Answer::ok).orElseGet(Answer::nothingHere);
    }
}
