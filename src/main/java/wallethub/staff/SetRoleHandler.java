package wallethub.staff;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalOutcome;
import wallethub.approval.Approvals;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code set-role}: asks another administrator for a change of a role, or for a new one, whose version is 0. */
@Component
class SetRoleHandler implements TransactionHandler<SetRole, ApprovalOutcome> {

    private final RoleStore store;
    private final ChangeRole action;
    private final Approvals approvals;

    SetRoleHandler(RoleStore store, ChangeRole action, Approvals approvals) {
        this.store = store;
        this.action = action;
        this.approvals = approvals;
    }

    @Override
    public String name() {
        return "set-role";
    }

    @Override
    public Class<SetRole> command() {
        return SetRole.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.ROLE_EDIT);
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
    public ApprovalOutcome handle(SetRole command, Caller caller) {
        long version = store.find(command.id()).map(Role::version).orElse(0L);
        if (!command.ifMatch().holds(Long.toString(version))) {
            return new ApprovalOutcome.Refused(ErrorCode.PRECONDITION_FAILED, "the role has changed since it was read");
        }
        return approvals.request(
                action,
                new RoleChange(command.id(), command.name(), command.description(), command.permissions()),
                command.reason(),
                caller);
    }

    @Override
    public Answer answer(ApprovalOutcome outcome) {
        return Approvals.answer(outcome);
    }
}
