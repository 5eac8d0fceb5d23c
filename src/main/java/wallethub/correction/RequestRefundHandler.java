package wallethub.correction;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalOutcome;
import wallethub.approval.Approvals;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code request-refund}: a refund to the wallet waits for a second person. */
@Component
class RequestRefundHandler implements TransactionHandler<RequestRefund, ApprovalOutcome> {

    private final Approvals approvals;
    private final RefundAction action;

    RequestRefundHandler(Approvals approvals, RefundAction action) {
        this.approvals = approvals;
        this.action = action;
    }

    @Override
    public String name() {
        return "request-refund";
    }

    @Override
    public Class<RequestRefund> command() {
        return RequestRefund.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.REFUND_REQUEST);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public ApprovalOutcome handle(RequestRefund command, Caller caller) {
        return approvals.request(
                action,
                new RefundAction.Refund(command.customerId(), command.amount(), command.transferId()),
                command.reason(),
                caller);
    }

    @Override
    public Answer answer(ApprovalOutcome outcome) {
        return Approvals.answer(outcome);
    }
}
