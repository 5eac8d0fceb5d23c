package wallethub.approval;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Ends what nobody decided in time; until it has been by, a reader is told so all the same. */
@Component
class ExpireApprovalsHandler implements TransactionHandler<ExpireApprovals, Integer> {

    static final String ROUTE = "approval-expire";

    private final ApprovalStore store;
    private final ApprovalSettings settings;
    private final AuditLog audit;
    private final Clock clock;

    ExpireApprovalsHandler(ApprovalStore store, ApprovalSettings settings, AuditLog audit, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "expire-approvals";
    }

    @Override
    public Class<ExpireApprovals> command() {
        return ExpireApprovals.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute(ROUTE);
    }

    @Override
    public Integer handle(ExpireApprovals command, Caller caller) {
        List<String> expired = store.expire(settings.batch(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        expired.forEach(id -> audit.record(AuditEntry.of(caller, "approval.expire", id, null)));
        return expired.size();
    }

    @Override
    public Answer answer(Integer expired) {
        return Answer.settled(Outcome.SUCCESS, "EXPIRED", expired + " approvals");
    }
}
