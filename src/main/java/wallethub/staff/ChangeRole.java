package wallethub.staff;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
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
import wallethub.operation.CanonicalJson;
import wallethub.problem.ErrorCode;

/** Approval {@code role.change}: one administrator says what a role is to permit, another decides. */
@Component
class ChangeRole implements ApprovalAction<RoleChange> {

    static final String KIND = "role.change";

    private final RoleStore store;
    private final AuditLog audit;
    private final Clock clock;

    ChangeRole(RoleStore store, AuditLog audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Class<RoleChange> payload() {
        return RoleChange.class;
    }

    @Override
    public StaffPermission maker() {
        return StaffPermission.ROLE_EDIT;
    }

    @Override
    public StaffPermission checker() {
        return StaffPermission.ROLE_APPROVE;
    }

    @Override
    public Check check(RoleChange change, Caller maker) {
        List<String> unknown = change.permissions().stream()
                .filter(permission -> !RoleStore.isOfRoles(permission))
                .toList();
        if (!unknown.isEmpty()) {
            return new Check.Refused(ErrorCode.VALIDATION_FAILED, "there is no permission " + unknown.getFirst());
        }
        if (!change.permissions().contains(StaffPermission.SELF.wire())) {
            return new Check.Refused(
                    ErrorCode.VALIDATION_FAILED, "every role has the permission " + StaffPermission.SELF.wire());
        }
        RoleBook before = store.book();
        return before.withRole(change.id(), change.permissions()).leavesEnough(before)
                ? new Check.Fits(change.id(), Optional.empty(), "version " + version(change.id()))
                : tooFew();
    }

    static Check.Refused tooFew() {
        return new Check.Refused(ErrorCode.STATE_CONFLICT, "fewer than two would be left who decide about roles");
    }

    private long version(String id) {
        return store.find(id).map(Role::version).orElse(0L);
    }

    @Override
    public Execution execute(ApprovalId id, RoleChange change, Caller checker) {
        store.lock();
        // What two others changed at the same moment counts.
        if (check(change, checker) instanceof Check.Refused refused) {
            return new Execution.Refused(refused.code(), refused.detail());
        }
        Optional<Role> before = store.find(change.id());
        long version = before.map(Role::version).orElse(0L) + 1;
        Role after = new Role(change.id(), version, change.name(), change.description(), change.permissions());
        store.put(after, checker.subject(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        audit.record(new AuditEntry(
                checker,
                "role.changed",
                change.id(),
                before.map(ChangeRole::hash).orElse(null),
                hash(after),
                id.text(),
                checker.address()));
        return new Execution.Done(Map.of("roleId", change.id(), "version", Long.toString(version)));
    }

    private static String hash(Role role) {
        return HexFormat.of().formatHex(CanonicalJson.hash(CanonicalJson.text(role)));
    }
}
