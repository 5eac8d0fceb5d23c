package wallethub.desk;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.AuditReport;
import wallethub.access.AuditTrail;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code verify-audit}: computes the chain of some days again, a page at a time, as far as its time goes. */
@Component
class VerifyAuditHandler implements TransactionHandler<VerifyAudit, Optional<AuditReport>> {

    // Below the statement and transaction limits, and what a browser waits for.
    private static final Duration TIME = Duration.ofSeconds(15);
    private static final int DAYS_MAX = 31;

    private final AuditTrail trail;
    private final Clock clock;

    VerifyAuditHandler(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "verify-audit";
    }

    @Override
    public Class<VerifyAudit> command() {
        return VerifyAudit.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.AUDIT_READ);
    }

    @Override
    public Optional<AuditReport> handle(VerifyAudit command, Caller caller) {
        LocalDate to = command.to() == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : command.to();
        LocalDate from = command.from() == null ? to.minusDays(DAYS_MAX - 1L) : command.from();
        if (to.isBefore(from) || from.plusDays(DAYS_MAX - 1L).isBefore(to)) {
            return Optional.empty();
        }
        return Optional.of(trail.verify(from, to, TIME));
    }

    @Override
    public Answer answer(Optional<AuditReport> outcome) {
        return outcome.map(report -> Answer.ok(AuditVerification.of(report)))
                .orElseGet(() -> Answer.refused(
                        ErrorCode.VALIDATION_FAILED,
                        "from is not after to, and both are within " + DAYS_MAX + " days"));
    }
}
