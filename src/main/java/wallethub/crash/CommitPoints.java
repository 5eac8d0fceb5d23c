package wallethub.crash;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The two crash points around the commit of the transaction that is running. */
public final class CommitPoints {

    private CommitPoints() {}

    /** Passes the first here, and the second when the transaction has committed. */
    public static void around(CrashPoint before, CrashPoint after) {
        before.reached();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                after.reached();
            }
        });
    }
}
