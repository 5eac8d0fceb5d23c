package wallethub.operation;

import java.util.function.Function;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** The transactions of operations: one that the database tells to run again is run again, a bounded number of times. */
@Component
class OperationTransactions {

    private final TransactionTemplate template;
    private final OperationSettings settings;

    OperationTransactions(PlatformTransactionManager transactions, OperationSettings settings) {
        this.template = new TransactionTemplate(transactions);
        this.settings = settings;
    }

    /** The work may run more than once; only the last run counts. */
    <T> T run(Function<TransactionStatus, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return required(work);
            } catch (ConcurrencyFailureException e) {
                // Serialization failure or deadlock: everything was rolled back.
                if (attempt == settings.attempts()) {
                    throw e;
                }
            }
        }
    }

    private <T> T required(Function<TransactionStatus, T> work) {
        T result = template.execute(work::apply);
        if (result == null) {
            throw new IllegalStateException("a transaction gave no result");
        }
        return result;
    }
}
