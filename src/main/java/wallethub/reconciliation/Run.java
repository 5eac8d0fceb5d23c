package wallethub.reconciliation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of hub and ERP.
 *
 * @param key what it was asked by; asked again by the same it is the same run
 * @param snapshotAt the moment of the hub's side; null until it is taken
 * @param failure why it found nothing; null unless it failed
 * @param lines of the ERP
 * @param standing how many differences were seen by an earlier run, and are older than the grace period
 */
record Run(
        long id,
        String key,
        State state,
        Instant startedAt,
        @Nullable Instant snapshotAt,
        @Nullable Instant finishedAt,
        @Nullable String failure,
        long wallets,
        long lines,
        long differences,
        long unexplained,
        long standing) {

    enum State {
        RUNNING,
        DONE,
        FAILED
    }
}
