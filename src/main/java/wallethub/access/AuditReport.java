package wallethub.access;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look through the chain came to.
 *
 * @param from the first day
 * @param to the last day
 * @param complete false when its time was over before the last day; {@code verifiedThrough} says where to go on
 * @param verifiedThrough the last day that was looked through whole; null for none
 * @param links that were computed again
 * @param heads that were compared, of the database and of the exported file
 * @param findings the first of them
 * @param findingCount all of them
 * @param unchained rows at the end that wait for the chain now: nothing is known of them yet
 */
public record AuditReport(
        LocalDate from,
        LocalDate to,
        boolean complete,
        @Nullable LocalDate verifiedThrough,
        long links,
        long heads,
        List<AuditFinding> findings,
        long findingCount,
        long unchained,
        @Nullable Instant unchainedSince) {

    public AuditReport {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong with what was looked at. */
    public boolean intact() {
        return findingCount == 0;
    }
}
