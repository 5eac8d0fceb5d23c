package wallethub.reporting;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.TransferId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-transaction-as-staff}: one transaction of any customer with why it is there. */
@Component
class GetTransactionAsStaffHandler implements TransactionHandler<GetTransactionAsStaff, Optional<StaffTransaction>> {

    private final TransactionStore transactions;
    private final TransactionSourceStore sources;

    GetTransactionAsStaffHandler(TransactionStore transactions, TransactionSourceStore sources) {
        this.transactions = transactions;
        this.sources = sources;
    }

    @Override
    public String name() {
        return "get-transaction-as-staff";
    }

    @Override
    public Class<GetTransactionAsStaff> command() {
        return GetTransactionAsStaff.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.LEDGER_VIEW);
    }

    @Override
    public Optional<StaffTransaction> handle(GetTransactionAsStaff command, Caller caller) {
        return TransferId.isValid(command.id()) ? find(new TransferId(command.id())) : Optional.empty();
    }

    private Optional<StaffTransaction> find(TransferId id) {
        return sources.find(id)
                .flatMap(source -> transactions
                        .find(id, source.customer())
                        .map(transaction -> new StaffTransaction(
                                source.wallet(),
                                source.customer(),
                                TransactionView.explained(transaction, source),
                                source.account(),
                                source.businessKey())));
    }

    @Override
    public Answer answer(Optional<StaffTransaction> outcome) {
        return outcome.map(Answer::tagged).orElseGet(Answer::nothingHere);
    }
}
