package wallethub.operation;

import java.util.function.Function;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** The transactions of operations: one that the database tells to run again is run again, a bounded number of times. */
@Component
class OperationTransactions {

    private final TransactionTemplate template;
    private final TransactionTemplate snapshot;
    private final OperationSettings settings;

    OperationTransactions(PlatformTransactionManager transactions, OperationSettings settings) {
        this.template = new TransactionTemplate(transactions);
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.snapshot.setReadOnly(true);
        this.settings = settings;
    }

    /** The work may run more than once; only the last run counts. */
    <T> T run(Function<TransactionStatus, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return required(template, work);
            } catch (ConcurrencyFailureException e) {
                // Serialization failure or deadlock: everything was rolled back.
                if (attempt == settings.attempts()) {
                    throw e;
                }
            }
        }
    }

    /** Every statement of the work sees the same moment; it writes nothing, so nothing makes it run again. */
    <T> T readOneMoment(Function<TransactionStatus, T> work) {
        return required(snapshot, work);
    }

    private static <T> T required(TransactionTemplate template, Function<TransactionStatus, T> work) {
        T result = template.execute(work::apply);
        if (result == null) {
            throw new IllegalStateException("a transaction gave no result");
        }
        return result;
    }
}
