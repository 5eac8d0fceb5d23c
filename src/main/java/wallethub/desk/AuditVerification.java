package wallethub.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.access.AuditFinding;
import wallethub.access.AuditReport;

/** What a look through the chain came to, as the staff's API shows it. */
record AuditVerification(
        LocalDate from,
        LocalDate to,
        boolean intact,
        boolean complete,
        @Nullable LocalDate verifiedThrough,
        long links,
        long heads,
        long findingCount,
        List<Finding> findings,
        long unchained,
        @Nullable Instant unchainedSince) {

    /** Something that is not as it was chained or exported. */
    record Finding(
            String kind,
            LocalDate stream,
            @Nullable Long sequence,
            @Nullable String auditId) {

        private static Finding of(AuditFinding found) {
            Long id = found.auditId();
            return new Finding(
                    found.kind().name(), found.stream(), found.sequence(), id == null ? null : Long.toString(id));
        }
    }

    static AuditVerification of(AuditReport report) {
        return new AuditVerification(
                report.from(),
                report.to(),
                report.intact(),
                report.complete(),
                report.verifiedThrough(),
                report.links(),
                report.heads(),
                report.findingCount(),
                report.findings().stream().map(Finding::of).toList(),
                report.unchained(),
                report.unchainedSince());
    }
}
