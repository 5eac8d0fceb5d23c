package wallethub.staff;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** Approval {@code staff.roles}: one administrator says which roles somebody is to have, another decides; neither his own. */
@Component
class ChangeStaffRoles implements ApprovalAction<StaffRoleChange> {

    static final String KIND = "staff.roles";

    private final StaffMemberStore members;
    private final StaffAccountStore accounts;
    private final RoleStore roles;
    private final AuditLog audit;
    private final Clock clock;

    ChangeStaffRoles(
            StaffMemberStore members, StaffAccountStore accounts, RoleStore roles, AuditLog audit, Clock clock) {
        this.members = members;
        this.accounts = accounts;
        this.roles = roles;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Class<StaffRoleChange> payload() {
        return StaffRoleChange.class;
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
    public Check check(StaffRoleChange change, Caller maker) {
        if (maker.staff().equals(change.staff()) || accounts.areOnePersons(maker.staff(), change.staff())) {
            return new Check.Refused(ErrorCode.FORBIDDEN, "nobody changes his own roles");
        }
        Optional<StaffMember> found = members.find(change.staff());
        if (found.isEmpty()) {
            return new Check.Refused(ErrorCode.NOT_FOUND, "nobody on the staff has that id");
        }
        RoleBook before = roles.book();
        Optional<String> unknown = change.roles().stream()
                .filter(role -> roles.find(role).isEmpty())
                .findFirst();
        if (unknown.isPresent()) {
            return new Check.Refused(ErrorCode.VALIDATION_FAILED, "there is no role " + unknown.get());
        }
        return enoughAre(found.get(), change, before)
                ? new Check.Fits(
                        change.staff().text(), Optional.empty(), found.get().tag())
                : ChangeRole.tooFew();
    }

    private static boolean enoughAre(StaffMember member, StaffRoleChange change, RoleBook before) {
        if (member.disabled()) {
            return true;
        }
        Set<String> wanted = new HashSet<>(change.roles());
        wanted.addAll(member.issuerRoles());
        return before.withRoles(member.id(), wanted).leavesEnough(before);
    }

    @Override
    public Execution execute(ApprovalId id, StaffRoleChange change, Caller checker) {
        roles.lock();
        if (check(change, checker) instanceof Check.Refused refused) {
            return new Execution.Refused(refused.code(), refused.detail());
        }
        String before = members.find(change.staff()).orElseThrow().tag();
        members.give(
                change.staff(),
                change.roles(),
                StaffMemberStore.Source.HUB,
                checker.subject(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        String after = members.find(change.staff()).orElseThrow().tag();
        audit.record(new AuditEntry(
                checker, "staff.roles.changed", change.staff().text(), before, after, id.text(), checker.address()));
        return new Execution.Done(Map.of("staffId", change.staff().text()));
    }
}
