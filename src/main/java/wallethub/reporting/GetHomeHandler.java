package wallethub.reporting;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.customer.WalletSummaries;
import wallethub.id.CustomerId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;
import wallethub.recharge.Recharges;

/** Operation {@code get-home}: the dashboard in one call; its parts are of one moment and agree with each other. */
@Component
class GetHomeHandler implements TransactionHandler<GetHome, Optional<HomeView>> {

    private static final int LATEST = 5;

    private final WalletSummaries wallets;
    private final Transactions transactions;
    private final Recharges recharges;

    GetHomeHandler(WalletSummaries wallets, Transactions transactions, Recharges recharges) {
        this.wallets = wallets;
        this.transactions = transactions;
        this.recharges = recharges;
    }

    @Override
    public String name() {
        return "get-home";
    }

    @Override
    public Class<GetHome> command() {
        return GetHome.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.WALLET_VIEW);
    }

    @Override
    public boolean readsOneMoment() {
        return true;
    }

    @Override
    public Optional<HomeView> handle(GetHome command, Caller caller) {
        CustomerId customer = caller.customer();
        return customer == null
                ? Optional.empty()
                : wallets.find(customer)
                        .map(wallet -> new HomeView(
                                wallet, transactions.latest(customer, LATEST), recharges.latest(customer, LATEST)));
    }

    @Override
    public Answer answer(Optional<HomeView> outcome) {
        return outcome.map(Answer::tagged)
                .orElseGet(() -> Answer.refused(ErrorCode.NOT_FOUND, "the caller has no wallet"));
    }
}
