package wallethub.approval;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.ApprovalId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.WitnessedHandler;

/** Operation {@code withdraw-approval}: who asked for it does not want it any more. */
@Component
class WithdrawApprovalHandler implements WitnessedHandler<WithdrawApproval, DecisionOutcome> {

    private final Decisions decisions;

    WithdrawApprovalHandler(Decisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public String name() {
        return "withdraw-approval";
    }

    @Override
    public Class<WithdrawApproval> command() {
        return WithdrawApproval.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.APPROVAL_VIEW);
    }

    @Override
    public DecisionOutcome handle(WithdrawApproval command, Caller caller) {
        return ApprovalId.isValid(command.id())
                ? decisions.withdraw(new ApprovalId(command.id()), caller)
                : new DecisionOutcome.Missing();
    }

    @Override
    public void witness(WithdrawApproval command, DecisionOutcome outcome, Caller caller) {
        decisions.witness("approval.withdraw", command.id(), outcome, caller);
    }

    @Override
    public Answer answer(DecisionOutcome outcome) {
        return DecisionOutcome.answer(outcome);
    }
}
