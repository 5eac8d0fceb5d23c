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
import wallethub.id.StaffId;
import wallethub.problem.ErrorCode;

/**
 * The end of somebody's work here, in the caller's transaction: the account is closed and its sessions end, at once and by one
 * person, for it takes something away. Two who decide about roles are always left, and nobody dismisses himself.
 */
@Component
public class Dismissal {

    private static final Logger log = LoggerFactory.getLogger(Dismissal.class);

    private final StaffMemberStore members;
    private final StaffAccountStore accounts;
    private final StaffSessions sessions;
    private final RoleStore roles;
    private final AuditLog audit;
    private final Clock clock;

    Dismissal(
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

    /** Whether it is done. */
    public sealed interface Outcome {

        /** Now, or before. */
        record Done() implements Outcome {}

        /** Nobody has that account here. */
        record Unknown() implements Outcome {}

        record Refused(ErrorCode code, String detail) implements Outcome {}
    }

    /** Of whom an issuer names so. */
    public Outcome of(String issuer, String subject, String reason, Caller caller) {
        return accounts.ofSubject(issuer, subject)
                .map(staff -> of(staff, reason, caller))
                .orElseGet(Outcome.Unknown::new);
    }

    Outcome of(StaffId staff, String reason, Caller caller) {
        roles.lock();
        Optional<StaffMember> found = members.find(staff);
        if (found.isEmpty()) {
            return new Outcome.Unknown();
        }
        StaffMember member = found.get();
        if (caller.staff().equals(member.id())) {
            return new Outcome.Refused(ErrorCode.FORBIDDEN, "nobody disables himself");
        }
        if (member.disabled()) {
            return new Outcome.Done();
        }
        RoleBook before = roles.book();
        if (!before.without(member.id()).leavesEnough(before)) {
            return new Outcome.Refused(
                    ErrorCode.STATE_CONFLICT, ChangeRole.tooFew().detail());
        }
        dismiss(member, reason, caller);
        return new Outcome.Done();
    }

    private void dismiss(StaffMember member, String reason, Caller caller) {
        accounts.disable(member.id(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        sessions.endAll(member.id(), StaffSessionStore.End.DISABLED);
        StaffMember after = members.find(member.id()).orElseThrow();
        audit.record(new AuditEntry(
                caller, "staff.disable", member.id().text(), member.tag(), after.tag(), reason, caller.address()));
        log.atInfo()
                .addKeyValue("staffId", member.id())
                .addKeyValue("by", caller.subject())
                .log("somebody on the staff was disabled");
    }
}
