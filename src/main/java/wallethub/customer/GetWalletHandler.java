package wallethub.customer;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.ledger.Ledger;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;
import wallethub.setting.Settings;

/** Operation {@code get-wallet}: what the customer has, may spend, and what the ERP has of it. */
@Component
class GetWalletHandler implements TransactionHandler<GetWallet, WalletOutcome> {

    private final Ledger ledger;
    private final Settings settings;
    private final WalletThresholdGroup thresholds;

    GetWalletHandler(Ledger ledger, Settings settings, WalletThresholdGroup thresholds) {
        this.ledger = ledger;
        this.settings = settings;
        this.thresholds = thresholds;
    }

    @Override
    public String name() {
        return "get-wallet";
    }

    @Override
    public Class<GetWallet> command() {
        return GetWallet.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.WALLET_VIEW);
    }

    @Override
    public WalletOutcome handle(GetWallet command, Caller caller) {
        if (caller.customer() == null) {
            return new WalletOutcome.NoWallet();
        }
        return ledger.findByCustomer(caller.customer())
                .<WalletOutcome>map(wallet -> new WalletOutcome.Found(
                        wallet,
                        settings.current(thresholds)
                                .minimumBalance(wallet.balance().currency())))
                .orElseGet(WalletOutcome.NoWallet::new);
    }

    @Override
    public Answer answer(WalletOutcome outcome) {
        return switch (outcome) {
            case WalletOutcome.Found found -> Answer.tagged(WalletOutcome.View.of(found.wallet(), found.minimum()));
            case WalletOutcome.NoWallet none -> Answer.refused(ErrorCode.NOT_FOUND, "the caller has no wallet");
        };
    }
}
