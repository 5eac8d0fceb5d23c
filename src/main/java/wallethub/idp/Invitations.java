package wallethub.idp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.RateLimit;
import wallethub.access.RateLimits;
import wallethub.access.TokenHash;
import wallethub.database.RowScope;
import wallethub.id.UserId;
import wallethub.staff.IssuerEnds;

/**
 * How accounts come to be: with a secret that is good once and for a day, and of which only the hash is kept. The first one is
 * printed where the hub logs; whoever has an account and may, invites the others, or again whoever lost his authenticator.
 */
@Component
@WhileIssuing
class Invitations {

    static final Duration LIFE = Duration.ofHours(24);
    static final RateLimit TRIES = RateLimit.of("idp-secret", new RateLimit.Window(10, Duration.ofMinutes(15)));

    private static final int SECRET_BYTES = 20;
    private static final Caller ISSUER = Caller.system("idp");

    private final InvitationStore invitations;
    private final AccountStore accounts;
    private final LoginStore logins;
    private final PasswordRules rules;
    private final PasswordHasher hasher;
    private final IdpSecrets secrets;
    private final IdpSettings settings;
    private final IssuerEnds ends;
    private final RateLimits limits;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Invitations(
            InvitationStore invitations,
            AccountStore accounts,
            LoginStore logins,
            PasswordRules rules,
            PasswordHasher hasher,
            IdpSecrets secrets,
            IdpSettings settings,
            IssuerEnds ends,
            RateLimits limits,
            AuditLog audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.invitations = invitations;
        this.accounts = accounts;
        this.logins = logins;
        this.rules = rules;
        this.hasher = hasher;
        this.secrets = secrets;
        this.settings = settings;
        this.ends = ends;
        this.limits = limits;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What became of a secret and the password that came with it. */
    sealed interface Acceptance {
        record Accepted() implements Acceptance {}

        record Refused(PasswordRules.Fault fault) implements Acceptance {}

        /** One answer for every secret that is none: unknown, spent, expired, of another user name. */
        record NotGood() implements Acceptance {}

        record Waiting() implements Acceptance {}
    }

    /** @param text as it is shown, once */
    record Secret(String text, Instant expiresAt) {}

    /** A new secret for the first administrator; empty when there is an account already. */
    Optional<Secret> first() {
        return RowScope.system()
                .call(() -> transaction.execute(status -> {
                    accounts.lockAll();
                    if (accounts.hasAny()) {
                        return Optional.empty();
                    }
                    Secret secret = secret();
                    invitations.insertFirst(
                            hash(secret.text()), Set.of(Account.ADMINISTRATORS), clock.instant(), secret.expiresAt());
                    return Optional.of(secret);
                }));
    }

    /** Within the transaction of whoever invites. */
    Secret invite(UserName userName, Set<String> groups, Caller caller) {
        Secret secret = secret();
        invitations.insert(
                hash(secret.text()), userName, groups, caller.subject(), clock.instant(), secret.expiresAt());
        return secret;
    }

    /**
     * Whether one more may be invited into it: into {@code staff}, which permits nothing, always; into another until there are two.
     */
    boolean hasRoom(String group) {
        if (group.equals(Account.STAFF)) {
            return true;
        }
        accounts.lockAll();
        return accounts.count(group) + invitations.count(group, clock.instant()) < Account.MOST_PRIVILEGED;
    }

    /** The password is looked at first: a refused one does not spend the secret. */
    Acceptance accept(String secret, UserName userName, String password, String network, String address) {
        if (!limits.take(TRIES, network).allowed()) {
            return new Acceptance.Waiting();
        }
        Optional<PasswordRules.Fault> fault = rules.fault(userName, password);
        if (fault.isPresent()) {
            return new Acceptance.Refused(fault.get());
        }
        String passwordHash = hasher.hash(PasswordRules.normalised(password));
        return RowScope.system()
                .call(() -> transaction.execute(status -> {
                    Acceptance outcome = use(hash(secret), userName, passwordHash, address);
                    if (!(outcome instanceof Acceptance.Accepted)) {
                        status.setRollbackOnly();
                    }
                    return outcome;
                }));
    }

    private Acceptance use(byte[] hash, UserName userName, String passwordHash, String address) {
        accounts.lockAll();
        Instant now = clock.instant();
        Optional<InvitationStore.Invitation> invitation = invitations
                .use(hash, now)
                .filter(found -> found.userName() == null ? !accounts.hasAny() : userName.equals(found.userName()));
        if (invitation.isEmpty()) {
            return new Acceptance.NotGood();
        }
        Set<String> groups = invitation.get().groups();
        // Another subject for the same name: what was permitted to the old one is not the new one's, whoever holds the
        // secret. The same person, though, who decides nothing that the old one asked for; and the old one's sessions
        // end.
        Optional<Account> old = accounts.find(userName);
        old.ifPresent(account -> {
            accounts.retire(account.id(), now);
            logins.end(account.id());
            ends.ofSubject(settings.issuer(), account.id().text(), ISSUER);
        });
        UserId id = UserId.next();
        accounts.insert(id, old.map(Account::person).orElse(id.text()), userName, passwordHash, groups, now);
        audit.record(new AuditEntry(
                ISSUER,
                old.isPresent() ? "idp.account.renew" : "idp.account.create",
                id.text(),
                null,
                null,
                "invited by " + invitation.get().invitedBy(),
                address));
        return new Acceptance.Accepted();
    }

    private Secret secret() {
        return new Secret(
                Base32.grouped(Base32.text(secrets.randomBytes(SECRET_BYTES))),
                clock.instant().plus(LIFE));
    }

    private static byte[] hash(String secret) {
        return TokenHash.of(Base32.ungrouped(secret));
    }
}
