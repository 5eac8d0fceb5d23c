package wallethub.idp;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.staff.Dismissal;
import wallethub.staff.IssuerEnds;

/**
 * The end of login accounts. With the account end its logins under way, its codes, open invitations of its name, and, in the hub,
 * its sessions and what its roles permit. Whoever comes back is invited again: another subject, whose roles two administrators give.
 */
@Component
@WhileIssuing
class LoginAccounts {

    private static final Logger log = LoggerFactory.getLogger(LoginAccounts.class);

    private final AccountStore accounts;
    private final LoginStore logins;
    private final InvitationStore invitations;
    private final IdpSettings settings;
    private final Dismissal dismissal;
    private final IssuerEnds ends;
    private final AuditLog audit;
    private final Clock clock;

    LoginAccounts(
            AccountStore accounts,
            LoginStore logins,
            InvitationStore invitations,
            IdpSettings settings,
            Dismissal dismissal,
            IssuerEnds ends,
            AuditLog audit,
            Clock clock) {
        this.accounts = accounts;
        this.logins = logins;
        this.invitations = invitations;
        this.settings = settings;
        this.dismissal = dismissal;
        this.ends = ends;
        this.audit = audit;
        this.clock = clock;
    }

    /** In the caller's transaction; unknown when nobody has an account of that name. */
    Dismissal.Outcome disable(UserName userName, String reason, Caller caller) {
        // As whoever makes accounts does, first: none is renewed meanwhile.
        accounts.lockAll();
        Optional<Account> account = accounts.find(userName);
        return account.isEmpty() ? new Dismissal.Outcome.Unknown() : disable(account.get(), reason, caller);
    }

    private Dismissal.Outcome disable(Account account, String reason, Caller caller) {
        String subject = account.id().text();
        Dismissal.Outcome inTheHub = dismissal.of(settings.issuer(), subject, reason, caller);
        if (inTheHub instanceof Dismissal.Outcome.Refused) {
            return inTheHub;
        }
        Instant now = clock.instant();
        logins.end(account.id());
        invitations.revoke(account.userName());
        ends.ofSubject(settings.issuer(), subject, caller);
        if (!account.disabled()) {
            accounts.disable(account.id(), now);
            audit.record(new AuditEntry(caller, "idp.account.disable", subject, null, null, reason, caller.address()));
            log.atInfo()
                    .addKeyValue("account", account.id())
                    .addKeyValue("by", caller.subject())
                    .log("a login account was disabled");
        }
        return new Dismissal.Outcome.Done();
    }
}
