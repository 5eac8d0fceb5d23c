package wallethub.checkout;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wallethub.crash.CrashPoint;

/** The two crash points around the commit of the transaction that is running. */
final class CommitPoints {

    private CommitPoints() {}

    static void around(CrashPoint before, CrashPoint after) {
        before.reached();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                after.reached();
            }
        });
    }
}
