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
class GetTransactionHandler implements TransactionHandler<GetTransaction, Optional<Transaction>> {

    private final TransactionStore transactions;

    GetTransactionHandler(TransactionStore transactions) {
        this.transactions = transactions;
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
    public Optional<Transaction> handle(GetTransaction command, Caller caller) {
        return TransferId.isValid(command.id()) && caller.customer() != null
                ? transactions.find(new TransferId(command.id()), caller.customer())
                : Optional.empty();
    }

    @Override
    public Answer answer(Optional<Transaction> outcome) {
        return outcome.map(found -> Answer.tagged(TransactionView.explained(found)))
                .orElseGet(Answer::nothingHere);
    }
}
