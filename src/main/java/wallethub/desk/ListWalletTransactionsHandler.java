package wallethub.desk;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.ledger.Ledger;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.LinkedPage;
import wallethub.operation.TransactionHandler;
import wallethub.reporting.TransactionView;
import wallethub.reporting.Transactions;

/** Operation {@code list-wallet-transactions}: what a customer reads of the own wallet, of any. */
@Component
class ListWalletTransactionsHandler
        implements TransactionHandler<ListWalletTransactions, Optional<LinkedPage<TransactionView>>> {

    private static final String NAME = "list-wallet-transactions";

    private final Ledger ledger;
    private final Transactions transactions;

    ListWalletTransactionsHandler(Ledger ledger, Transactions transactions) {
        this.ledger = ledger;
        this.transactions = transactions;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListWalletTransactions> command() {
        return ListWalletTransactions.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.LEDGER_VIEW);
    }

    /** A cursor is good for the wallet too. */
    @Override
    public Optional<LinkedPage<TransactionView>> handle(ListWalletTransactions command, Caller caller) {
        return ledger.find(command.id())
                .flatMap(wallet ->
                        transactions.list(NAME + "/" + wallet.id(), command.asCustomer(), wallet.customer(), caller));
    }

    @Override
    public Answer answer(Optional<LinkedPage<TransactionView>> outcome) {
        return outcome.map(Answer::page).orElseGet(Answer::nothingHere);
    }
}
