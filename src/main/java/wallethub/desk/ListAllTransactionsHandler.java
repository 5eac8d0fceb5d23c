package wallethub.desk;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.WalletId;
import wallethub.ledger.Ledger;
import wallethub.ledger.Wallet;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.TransactionHandler;
import wallethub.reporting.Movement;
import wallethub.reporting.Movements;

/** Operation {@code list-all-transactions}: debit and credit over all customers, the latest first. */
@Component
class ListAllTransactionsHandler implements TransactionHandler<ListAllTransactions, LinkedPage<Movement>> {

    private static final String NAME = "list-all-transactions";

    private final Ledger ledger;
    private final Movements movements;
    private final Cursors cursors;

    ListAllTransactionsHandler(Ledger ledger, Movements movements, Cursors cursors) {
        this.ledger = ledger;
        this.movements = movements;
        this.cursors = cursors;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListAllTransactions> command() {
        return ListAllTransactions.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.LEDGER_VIEW);
    }

    @Override
    public LinkedPage<Movement> handle(ListAllTransactions command, Caller caller) {
        if (command.walletId() == null && command.customerId() == null) {
            return movements.list(NAME, command.filter(), command.size(), command.cursor(), caller);
        }
        ListQuery query = new ListQuery(command.size())
                .with("walletId", command.walletId())
                .with("customerId", command.customerId());
        Optional<WalletId> wallet = wallet(command);
        return wallet.isPresent()
                ? movements.listOf(wallet.get(), NAME, command.filter(), query, command.cursor(), caller)
                : CursorList.of(cursors, NAME, caller, command.filter().in(query), command.cursor())
                        .lastPage(List.of(), () -> new CursorList.Total(0, true));
    }

    /** The one wallet that both name; empty when there is none. */
    private Optional<WalletId> wallet(ListAllTransactions command) {
        Optional<Wallet> wallet = command.walletId() == null
                ? Optional.ofNullable(command.customerId()).flatMap(ledger::findByCustomer)
                : ledger.find(command.walletId());
        return wallet.filter(found ->
                        command.customerId() == null || found.customer().equals(command.customerId()))
                .map(Wallet::id);
    }

    @Override
    public Answer answer(LinkedPage<Movement> outcome) {
        return Answer.page(outcome);
    }
}
