package wallethub.staff;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalOutcome;
import wallethub.approval.Approvals;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code enable-staff}: asks another administrator to let somebody in again. */
@Component
class EnableStaffHandler implements TransactionHandler<EnableStaff, ApprovalOutcome> {

    private final ReturnStaff action;
    private final Approvals approvals;

    EnableStaffHandler(ReturnStaff action, Approvals approvals) {
        this.action = action;
        this.approvals = approvals;
    }

    @Override
    public String name() {
        return "enable-staff";
    }

    @Override
    public Class<EnableStaff> command() {
        return EnableStaff.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STAFF_MANAGE);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public ApprovalOutcome handle(EnableStaff command, Caller caller) {
        return approvals.request(action, new StaffReturn(command.id()), command.reason(), caller);
    }

    @Override
    public Answer answer(ApprovalOutcome outcome) {
        return Approvals.answer(outcome);
    }
}
