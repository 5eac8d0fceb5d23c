package wallethub.customer;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code get-wallet-summary}: what a portal shows on every page; asked often, so it is small and tagged. */
@Component
class GetWalletSummaryHandler implements TransactionHandler<GetWalletSummary, Optional<WalletSummary>> {

    private final WalletSummaries summaries;

    GetWalletSummaryHandler(WalletSummaries summaries) {
        this.summaries = summaries;
    }

    @Override
    public String name() {
        return "get-wallet-summary";
    }

    @Override
    public Class<GetWalletSummary> command() {
        return GetWalletSummary.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.WALLET_VIEW);
    }

    @Override
    public Optional<WalletSummary> handle(GetWalletSummary command, Caller caller) {
        return caller.customer() == null ? Optional.empty() : summaries.find(caller.customer());
    }

    @Override
    public Answer answer(Optional<WalletSummary> outcome) {
        return outcome.map(Answer::tagged)
                .orElseGet(() -> Answer.refused(ErrorCode.NOT_FOUND, "the caller has no wallet"));
    }
}
