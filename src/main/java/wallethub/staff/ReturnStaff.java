package wallethub.staff;

import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalAction;
import wallethub.approval.Check;
import wallethub.approval.Execution;
import wallethub.id.ApprovalId;
import wallethub.problem.ErrorCode;

/** Approval {@code staff.enable}: somebody who was disabled comes back, with the roles he has. */
@Component
class ReturnStaff implements ApprovalAction<StaffReturn> {

    static final String KIND = "staff.enable";

    private final StaffMemberStore members;
    private final StaffAccountStore accounts;
    private final RoleStore roles;
    private final AuditLog audit;

    ReturnStaff(StaffMemberStore members, StaffAccountStore accounts, RoleStore roles, AuditLog audit) {
        this.members = members;
        this.accounts = accounts;
        this.roles = roles;
        this.audit = audit;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Class<StaffReturn> payload() {
        return StaffReturn.class;
    }

    @Override
    public StaffPermission maker() {
        return StaffPermission.STAFF_MANAGE;
    }

    @Override
    public StaffPermission checker() {
        return StaffPermission.ROLE_APPROVE;
    }

    @Override
    public Check check(StaffReturn wish, Caller maker) {
        Optional<StaffMember> found = members.find(wish.staff());
        if (found.isEmpty()) {
            return new Check.Refused(ErrorCode.NOT_FOUND, "there is nothing at this path");
        }
        return found.get().disabled()
                ? new Check.Fits(
                        wish.staff().text(), Optional.empty(), found.get().tag())
                : new Check.Refused(ErrorCode.STATE_CONFLICT, "the account is not disabled");
    }

    @Override
    public Execution execute(ApprovalId id, StaffReturn wish, Caller checker) {
        roles.lock();
        if (check(wish, checker) instanceof Check.Refused refused) {
            return new Execution.Refused(refused.code(), refused.detail());
        }
        String before = members.find(wish.staff()).orElseThrow().tag();
        accounts.enable(wish.staff());
        String after = members.find(wish.staff()).orElseThrow().tag();
        audit.record(new AuditEntry(
                checker, "staff.enabled", wish.staff().text(), before, after, id.text(), checker.address()));
        return new Execution.Done(Map.of("staffId", wish.staff().text()));
    }
}
