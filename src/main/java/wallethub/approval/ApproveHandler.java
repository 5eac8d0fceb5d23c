package wallethub.approval;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.ApprovalId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.WitnessedHandler;

/** Operation {@code approve}: a second person says yes, and it happens; the kind's own permission is looked up there. */
@Component
class ApproveHandler implements WitnessedHandler<Approve, DecisionOutcome> {

    private final Decisions decisions;

    ApproveHandler(Decisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public String name() {
        return "approve";
    }

    @Override
    public Class<Approve> command() {
        return Approve.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.APPROVAL_VIEW);
    }

    @Override
    public boolean conditional() {
        return true;
    }

    @Override
    public DecisionOutcome handle(Approve command, Caller caller) {
        return ApprovalId.isValid(command.id())
                ? decisions.approve(new ApprovalId(command.id()), command.ifMatch(), caller)
                : new DecisionOutcome.Missing();
    }

    @Override
    public void witness(Approve command, DecisionOutcome outcome, Caller caller) {
        decisions.witness("approval.approve", command.id(), outcome, caller);
    }

    @Override
    public Answer answer(DecisionOutcome outcome) {
        return DecisionOutcome.answer(outcome);
    }
}
