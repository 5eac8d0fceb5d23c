package wallethub.idp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.RateLimit;
import wallethub.access.RateLimits;
import wallethub.access.SecretKeys.Sealed;
import wallethub.access.TokenHash;
import wallethub.database.RowScope;
import wallethub.id.UserId;

/**
 * The two steps of a login: the password, and the code of an authenticator app, which the first login makes known to us.
 *
 * <p>What is counted is taken before anything is looked at, and the same for names that nobody has. Whoever logged in before from
 * a browser is counted apart from strangers there, who can therefore make nobody wait but themselves.
 */
@Component
@WhileIssuing
class Logins {

    static final Duration LIFE = Duration.ofMinutes(10);
    private static final Logger log = LoggerFactory.getLogger(Logins.class);

    private static final RateLimit OF_NAME = RateLimit.of(
            "idp-name", new RateLimit.Window(10, Duration.ofMinutes(15)), new RateLimit.Window(50, Duration.ofDays(1)));
    private static final RateLimit OF_NETWORK =
            RateLimit.of("idp-network", new RateLimit.Window(30, Duration.ofMinutes(15)));
    private static final RateLimit OF_CODES = RateLimit.of(
            "idp-code", new RateLimit.Window(10, Duration.ofMinutes(15)), new RateLimit.Window(50, Duration.ofDays(1)));

    private static final String ISSUER_SHOWN = "Wallet Hub";
    private static final Caller ISSUER = Caller.system("idp");

    private final AccountStore accounts;
    private final LoginStore logins;
    private final PasswordHasher hasher;
    private final IdpSecrets secrets;
    private final RateLimits limits;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final boolean onlyBreakGlass;

    Logins(
            AccountStore accounts,
            LoginStore logins,
            PasswordHasher hasher,
            IdpSecrets secrets,
            RateLimits limits,
            AuditLog audit,
            TransactionTemplate transaction,
            Clock clock,
            Environment settings) {
        this.accounts = accounts;
        this.logins = logins;
        this.hasher = hasher;
        this.secrets = secrets;
        this.limits = limits;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
        onlyBreakGlass = WhileIssuing.Issuing.outside(settings);
    }

    /** What became of a password. */
    sealed interface Password {
        /** @param token of the login that now waits for its code */
        record Right(String token, boolean enrolled) implements Password {}

        /** One answer for a name that nobody has, a wrong password, a disabled account. */
        record Wrong() implements Password {}

        record Waiting() implements Password {}
    }

    /** What became of a code. */
    sealed interface Code {
        record Right(UserId account) implements Code {}

        record Wrong() implements Code {}

        /** There is no login that waits for one: too old, too many codes, or another browser's. */
        record Gone() implements Code {}

        record Waiting() implements Code {}
    }

    /** What an authenticator app needs. */
    record Enrolment(String uri, String secret) {}

    /** @param subject whom the tries count for: the browser when it is known, else the name */
    Password password(String userName, String password, String subject, String network) {
        if (!limits.take(OF_NETWORK, network).allowed()
                || !limits.take(OF_NAME, subject).allowed()) {
            return new Password.Waiting();
        }
        Optional<Account> account = UserName.read(userName)
                .flatMap(name -> RowScope.system().call(() -> accounts.find(name)))
                .filter(found -> !found.disabled() && (!onlyBreakGlass || found.breaksGlass()));
        boolean plausible = password.length() <= 2 * PasswordRules.LONGEST;
        boolean right =
                hasher.matches(plausible ? PasswordRules.normalised(password) : "", account.map(Account::passwordHash));
        return right && account.isPresent() ? begun(account.get()) : new Password.Wrong();
    }

    private Password begun(Account account) {
        String token = secrets.token();
        byte[] hash = TokenHash.of(token);
        Instant now = clock.instant();
        boolean enrolled = account.totp() != null;
        RowScope.system()
                .run(() -> transaction.executeWithoutResult(status -> {
                    if (enrolled) {
                        logins.insert(hash, account.id(), now, now.plus(LIFE));
                    } else {
                        byte[] secret = secrets.randomBytes(TimeCodes.SECRET_BYTES);
                        logins.insert(
                                hash, account.id(), secrets.seal(name(account.id()), secret), now, now.plus(LIFE));
                    }
                }));
        return new Password.Right(token, enrolled);
    }

    /** Empty when the login is gone, or its account has an authenticator already. */
    Optional<Enrolment> enrolment(String token) {
        return RowScope.system()
                .call(() -> transaction.execute(status -> {
                    Optional<LoginStore.Login> login = logins.find(TokenHash.of(token), clock.instant())
                            .filter(found -> found.confirmedAt().isEmpty());
                    if (login.isEmpty()) {
                        return Optional.empty();
                    }
                    Account account = accounts.lock(login.get().account());
                    Sealed offered = login.get().offered();
                    if (offered == null || account.totp() != null) {
                        return Optional.empty();
                    }
                    byte[] secret = secrets.open(name(account.id()), offered);
                    return Optional.of(new Enrolment(
                            TimeCodes.uri(ISSUER_SHOWN, account.userName(), secret),
                            Base32.grouped(Base32.text(secret))));
                }));
    }

    Code code(String token, String typed, String address) {
        byte[] hash = TokenHash.of(token);
        Optional<LoginStore.Login> login = RowScope.system().call(() -> logins.find(hash, clock.instant()));
        if (login.isEmpty()) {
            return new Code.Gone();
        }
        String account = login.get().account().text();
        if (!limits.take(OF_CODES, account).allowed()) {
            return new Code.Waiting();
        }
        return RowScope.system().call(() -> transaction.execute(status -> checked(hash, login.get(), typed, address)));
    }

    private Code checked(byte[] hash, LoginStore.Login login, String typed, String address) {
        Account account = accounts.lock(login.account());
        Instant now = clock.instant();
        if (account.disabled() || !logins.countTry(hash, now)) {
            return new Code.Gone();
        }
        Sealed own = account.totp();
        Sealed offered = login.offered();
        Sealed sealed = own == null ? offered : own;
        if (sealed == null || (own != null && offered != null)) {
            // Another login of the same account was faster, or the account was renewed since.
            return new Code.Gone();
        }
        byte[] secret = secrets.open(name(account.id()), sealed);
        OptionalLong step = TimeCodes.step(secret, typed, now, account.totpStep());
        if (step.isEmpty() || !accounts.takeStep(account.id(), step.getAsLong())) {
            return new Code.Wrong();
        }
        if (own == null) {
            accounts.enrol(account.id(), sealed, now);
            record("idp.authenticator.enrol", account, address);
        }
        logins.confirm(hash, now);
        if (onlyBreakGlass) {
            record("idp.break-glass.login", account, address);
            log.atError()
                    .addKeyValue("account", account.id())
                    .log("the glass was broken: somebody logs in past the issuer");
        }
        return new Code.Right(account.id());
    }

    private void record(String action, Account account, String address) {
        audit.record(new AuditEntry(ISSUER, action, account.id().text(), null, null, null, address));
    }

    /** Spends the login, once, for whoever goes on in the same browser. */
    Optional<LoginStore.Confirmed> use(String token) {
        return RowScope.system().call(() -> logins.use(TokenHash.of(token), clock.instant()));
    }

    private static String name(UserId account) {
        return "totp-" + account;
    }
}
