package wallethub.reporting;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.LinkedPage;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code list-transactions}: a customer's transactions, the latest first. */
@Component
class ListTransactionsHandler implements TransactionHandler<ListTransactions, Optional<LinkedPage<TransactionView>>> {

    private static final String NAME = "list-transactions";

    private final Transactions transactions;

    ListTransactionsHandler(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListTransactions> command() {
        return ListTransactions.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.WALLET_VIEW);
    }

    @Override
    public Optional<LinkedPage<TransactionView>> handle(ListTransactions command, Caller caller) {
        return caller.customer() == null
                ? Optional.empty()
                : transactions.list(NAME, command, caller.customer(), caller);
    }

    @Override
    public Answer answer(Optional<LinkedPage<TransactionView>> outcome) {
        return outcome.map(Answer::page)
                .orElseGet(() -> Answer.refused(ErrorCode.NOT_FOUND, "the caller has no wallet"));
    }
}
