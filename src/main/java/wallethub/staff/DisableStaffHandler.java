package wallethub.staff;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code disable-staff}: at once and by one person, for it takes something away; what gives it back needs two. */
@Component
class DisableStaffHandler implements TransactionHandler<DisableStaff, DisableStaffHandler.Outcome> {

    private static final Logger log = LoggerFactory.getLogger(DisableStaffHandler.class);

    private final StaffMemberStore members;
    private final StaffAccountStore accounts;
    private final StaffSessions sessions;
    private final RoleStore roles;
    private final AuditLog audit;
    private final Clock clock;

    DisableStaffHandler(
            StaffMemberStore members,
            StaffAccountStore accounts,
            StaffSessions sessions,
            RoleStore roles,
            AuditLog audit,
            Clock clock) {
        this.members = members;
        this.accounts = accounts;
        this.sessions = sessions;
        this.roles = roles;
        this.audit = audit;
        this.clock = clock;
    }

    sealed interface Outcome {

        /** Now, or before. */
        record Disabled(StaffMember member) implements Outcome {}

        record Refused(ErrorCode code, String detail) implements Outcome {}
    }

    @Override
    public String name() {
        return "disable-staff";
    }

    @Override
    public Class<DisableStaff> command() {
        return DisableStaff.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STAFF_MANAGE);
    }

    @Override
    public Outcome handle(DisableStaff command, Caller caller) {
        roles.lock();
        Optional<StaffMember> found = members.find(command.id());
        if (found.isEmpty()) {
            return new Outcome.Refused(ErrorCode.NOT_FOUND, "there is nothing at this path");
        }
        StaffMember member = found.get();
        if (caller.staff().equals(member.id())) {
            return new Outcome.Refused(ErrorCode.FORBIDDEN, "nobody disables himself");
        }
        if (member.disabled()) {
            return new Outcome.Disabled(member);
        }
        RoleBook before = roles.book();
        if (!before.without(member.id()).leavesEnough(before)) {
            return new Outcome.Refused(
                    ErrorCode.STATE_CONFLICT, ChangeRole.tooFew().detail());
        }
        return disabled(member, command.reason(), caller);
    }

    private Outcome disabled(StaffMember member, String reason, Caller caller) {
        accounts.disable(member.id(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        sessions.endAll(member.id(), StaffSessionStore.End.DISABLED);
        StaffMember after = members.find(member.id()).orElseThrow();
        audit.record(new AuditEntry(
                caller, "staff.disable", member.id().text(), member.tag(), after.tag(), reason, caller.address()));
        log.atInfo()
                .addKeyValue("staffId", member.id())
                .addKeyValue("by", caller.subject())
                .log("somebody on the staff was disabled");
        return new Outcome.Disabled(after);
    }

    @Override
    public Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Disabled disabled ->
                Answer.versioned(200, disabled.member(), disabled.member().tag());
            case Outcome.Refused refused -> Answer.refused(refused.code(), refused.detail());
        };
    }
}
