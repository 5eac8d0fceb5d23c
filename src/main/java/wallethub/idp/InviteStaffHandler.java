package wallethub.idp;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;
import wallethub.staff.Administrators;

/**
 * Operation {@code invite-staff}: a login account for somebody, or a new one for whoever lost his. It permits nothing by itself:
 * roles are given by two administrators. Only the second administrator, without whom there are no two, is invited as one, and
 * only while the hub has none: whoever renews another's account has not made room for a second one of his own.
 */
@Component
class InviteStaffHandler implements TransactionHandler<InviteStaff, InviteStaffHandler.Outcome> {

    private final ObjectProvider<Invitations> invitations;
    private final ObjectProvider<IdpSettings> settings;
    private final Administrators administrators;
    private final AuditLog audit;

    InviteStaffHandler(
            ObjectProvider<Invitations> invitations,
            ObjectProvider<IdpSettings> settings,
            Administrators administrators,
            AuditLog audit) {
        this.invitations = invitations;
        this.settings = settings;
        this.administrators = administrators;
        this.audit = audit;
    }

    /** What became of it. */
    sealed interface Outcome {
        /** @param secret shown here, and never again */
        record Invited(String userName, String secret, String url, Instant expiresAt) implements Outcome {}

        /** Others make the logins here. */
        record NoIssuer() implements Outcome {}

        record BadName() implements Outcome {}

        record Full() implements Outcome {}
    }

    @Override
    public String name() {
        return "invite-staff";
    }

    @Override
    public Class<InviteStaff> command() {
        return InviteStaff.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STAFF_MANAGE);
    }

    @Override
    public Outcome handle(InviteStaff command, Caller caller) {
        Invitations issuer = invitations.getIfAvailable();
        if (issuer == null) {
            return new Outcome.NoIssuer();
        }
        Optional<UserName> name = UserName.read(command.userName());
        if (name.isEmpty()) {
            return new Outcome.BadName();
        }
        boolean full = !issuer.hasRoom(command.group())
                || (command.group().equals(Account.ADMINISTRATORS) && administrators.areEnough());
        if (full) {
            return new Outcome.Full();
        }
        Invitations.Secret secret = issuer.invite(name.get(), Set.of(command.group()), caller);
        audit.record(new AuditEntry(
                caller,
                "idp.account.invite",
                "idp:" + name.get(),
                null,
                null,
                command.group() + ": " + command.reason(),
                caller.address()));
        return new Outcome.Invited(
                name.get().text(),
                secret.text(),
                settings.getObject().issuer() + IdpPages.INVITATION,
                secret.expiresAt());
    }

    @Override
    public Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Invited invited -> Answer.ok(invited);
            case Outcome.NoIssuer none -> Answer.refused(ErrorCode.NOT_FOUND, "the hub makes no logins here");
            case Outcome.BadName bad ->
                Answer.refused(
                        ErrorCode.VALIDATION_FAILED, "a user name has 3 to 64 small letters, digits and . _ @ -");
            case Outcome.Full full ->
                Answer.refused(
                        ErrorCode.STATE_CONFLICT,
                        "there are two: a further administrator is invited as staff, and made one by two");
        };
    }
}
