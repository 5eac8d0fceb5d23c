package wallethub.reporting;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.TransferId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-transaction}: one transaction with why it is there; another customer's is not there. */
@Component
class GetTransactionHandler implements TransactionHandler<GetTransaction, Optional<TransactionView>> {

    private final TransactionStore transactions;
    private final TransactionSourceStore sources;

    GetTransactionHandler(TransactionStore transactions, TransactionSourceStore sources) {
        this.transactions = transactions;
        this.sources = sources;
    }

    @Override
    public String name() {
        return "get-transaction";
    }

    @Override
    public Class<GetTransaction> command() {
        return GetTransaction.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.WALLET_VIEW);
    }

    @Override
    public Optional<TransactionView> handle(GetTransaction command, Caller caller) {
        return TransferId.isValid(command.id()) && caller.customer() != null
                ? transactions
                        .find(new TransferId(command.id()), caller.customer())
                        .map(this::explained)
                : Optional.empty();
    }

    private TransactionView explained(Transaction transaction) {
        TransactionSource source = sources.find(transaction.id())
                .orElseThrow(() -> new IllegalStateException("transfer " + transaction.id() + " is gone"));
        return TransactionView.explained(transaction, source);
    }

    @Override
    public Answer answer(Optional<TransactionView> outcome) {
        return outcome.map(Answer::tagged).orElseGet(Answer::nothingHere);
    }
}
