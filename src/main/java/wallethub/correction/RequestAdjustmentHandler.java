package wallethub.correction;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalOutcome;
import wallethub.approval.Approvals;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code request-adjustment}: an adjustment of a wallet waits for a second person. */
@Component
class RequestAdjustmentHandler implements TransactionHandler<RequestAdjustment, ApprovalOutcome> {

    private final Approvals approvals;
    private final AdjustmentAction action;

    RequestAdjustmentHandler(Approvals approvals, AdjustmentAction action) {
        this.approvals = approvals;
        this.action = action;
    }

    @Override
    public String name() {
        return "request-adjustment";
    }

    @Override
    public Class<RequestAdjustment> command() {
        return RequestAdjustment.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.WALLET_ADJUST);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public ApprovalOutcome handle(RequestAdjustment command, Caller caller) {
        return approvals.request(
                action,
                new AdjustmentAction.Adjustment(
                        command.customerId(), command.amount(), Boolean.TRUE.equals(command.intoDebt())),
                command.reason(),
                caller);
    }

    @Override
    public Answer answer(ApprovalOutcome outcome) {
        return Approvals.answer(outcome);
    }
}
