package wallethub.staff;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalOutcome;
import wallethub.approval.Approvals;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code set-staff-roles}: asks another administrator for other roles of somebody. */
@Component
class SetStaffRolesHandler implements TransactionHandler<SetStaffRoles, ApprovalOutcome> {

    private final StaffMemberStore members;
    private final ChangeStaffRoles action;
    private final Approvals approvals;

    SetStaffRolesHandler(StaffMemberStore members, ChangeStaffRoles action, Approvals approvals) {
        this.members = members;
        this.action = action;
        this.approvals = approvals;
    }

    @Override
    public String name() {
        return "set-staff-roles";
    }

    @Override
    public Class<SetStaffRoles> command() {
        return SetStaffRoles.class;
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
    public boolean conditional() {
        return true;
    }

    @Override
    public ApprovalOutcome handle(SetStaffRoles command, Caller caller) {
        Optional<StaffMember> member = members.find(command.id());
        if (member.isEmpty()) {
            return new ApprovalOutcome.Refused(ErrorCode.NOT_FOUND, "there is nothing at this path");
        }
        if (!command.ifMatch().holds(member.get().tag())) {
            return new ApprovalOutcome.Refused(
                    ErrorCode.PRECONDITION_FAILED, "the roles have changed since they were read");
        }
        return approvals.request(action, new StaffRoleChange(command.id(), command.roles()), command.reason(), caller);
    }

    @Override
    public Answer answer(ApprovalOutcome outcome) {
        return Approvals.answer(outcome);
    }
}
