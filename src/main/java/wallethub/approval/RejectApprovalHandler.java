package wallethub.approval;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.ApprovalId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.WitnessedHandler;

/** Operation {@code reject-approval}: a second person says no, and why. */
@Component
class RejectApprovalHandler implements WitnessedHandler<RejectApproval, DecisionOutcome> {

    private final Decisions decisions;

    RejectApprovalHandler(Decisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public String name() {
        return "reject-approval";
    }

    @Override
    public Class<RejectApproval> command() {
        return RejectApproval.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.APPROVAL_VIEW);
    }

    @Override
    public DecisionOutcome handle(RejectApproval command, Caller caller) {
        return ApprovalId.isValid(command.id())
                ? decisions.reject(new ApprovalId(command.id()), command.reason(), caller)
                : new DecisionOutcome.Missing();
    }

    @Override
    public void witness(RejectApproval command, DecisionOutcome outcome, Caller caller) {
        decisions.witness("approval.reject", command.id(), outcome, caller);
    }

    @Override
    public Answer answer(DecisionOutcome outcome) {
        return DecisionOutcome.answer(outcome);
    }
}
