package wallethub.staff;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.TokenHash;
import wallethub.database.RowScope;
import wallethub.id.StaffId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;
import wallethub.problem.ErrorCode;
import wallethub.staff.StaffRedirect.Fault;

/**
 * Operation {@code finish-staff-login}: the issuer's code becomes an account, and the browser takes a hand-over code to the
 * portal. The state is used up before the issuer is asked.
 */
@Component
class FinishStaffLoginHandler
        implements CallingHandler<
                FinishStaffLogin, FinishStaffLoginHandler.Returned, FinishStaffLoginHandler.Said, StaffRedirect> {

    private static final Logger log = LoggerFactory.getLogger(FinishStaffLoginHandler.class);
    private static final Duration CODE_LIFE = Duration.ofSeconds(60);

    private final RelyingParties parties;
    private final IssuerLogin issuer;
    private final LoginAttemptStore attempts;
    private final StaffAccountStore accounts;
    private final IssuerRoles roles;
    private final StaffSecrets secrets;
    private final StaffMetrics metrics;
    private final AuditLog audit;
    private final Clock clock;

    FinishStaffLoginHandler(
            RelyingParties parties,
            IssuerLogin issuer,
            LoginAttemptStore attempts,
            StaffAccountStore accounts,
            IssuerRoles roles,
            StaffSecrets secrets,
            StaffMetrics metrics,
            AuditLog audit,
            Clock clock) {
        this.parties = parties;
        this.issuer = issuer;
        this.attempts = attempts;
        this.accounts = accounts;
        this.roles = roles;
        this.secrets = secrets;
        this.metrics = metrics;
        this.audit = audit;
        this.clock = clock;
    }

    /** A state of ours that came back, for the first time. */
    record Returned(
            String state, @Nullable String code, @Nullable String iss, LoginAttemptStore.Begun begun) {

        /** Never the code. */
        @Override
        public String toString() {
            return "Returned[***]";
        }
    }

    /** What the issuer says of whoever logged in. */
    sealed interface Said {

        record Known(RelyingParty party, Identity identity) implements Said {}

        record Nobody(Fault fault, String reason) implements Said {}
    }

    @Override
    public String name() {
        return "finish-staff-login";
    }

    @Override
    public Class<FinishStaffLogin> command() {
        return FinishStaffLogin.class;
    }

    @Override
    public Class<Returned> prepared() {
        return Returned.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Public();
    }

    /** A browser that comes back has no token; the state in its link decides. */
    @Override
    public RowScope scope(Caller caller) {
        return RowScope.system();
    }

    @Override
    public Preparation<Returned, StaffRedirect> prepare(FinishStaffLogin command, Caller caller) {
        LoginAttemptStore.Begun begun =
                attempts.use(TokenHash.of(command.state()), clock.instant()).orElse(null);
        if (begun == null) {
            metrics.refused("state");
            return new Preparation.Decided<>(
                    new StaffRedirect.Refused(ErrorCode.NOT_FOUND, "there is no such login; begin again"));
        }
        // What the issuer refused has no code, whatever else the query says.
        String code = command.error() == null ? command.code() : null;
        return new Preparation.Call<>(new Returned(command.state(), code, command.iss(), begun));
    }

    @Override
    public Said call(Returned returned) {
        RelyingParty party = parties.at(returned.begun().breakGlass()).orElse(null);
        if (party == null) {
            return new Said.Nobody(Fault.ISSUER_UNAVAILABLE, "no-issuer");
        }
        if (returned.code() == null) {
            return new Said.Nobody(Fault.ACCESS_DENIED, "issuer-refused");
        }
        try {
            return new Said.Known(party, issuer.identity(party, returned.state(), returned.code(), returned.iss()));
        } catch (IssuerException e) {
            return new Said.Nobody(e.isUnavailable() ? Fault.ISSUER_UNAVAILABLE : Fault.LOGIN_FAILED, e.reason());
        }
    }

    @Override
    public StaffRedirect finish(Returned returned, Said said, Caller caller) {
        return switch (said) {
            case Said.Known known -> welcome(returned, known, caller);
            case Said.Nobody nobody -> refused(returned, nobody.fault(), nobody.reason(), caller);
        };
    }

    private StaffRedirect welcome(Returned returned, Said.Known known, Caller caller) {
        Instant now = clock.instant();
        Identity identity = known.identity();
        if (known.party().breakGlass() && !identity.groups().contains(EmbeddedIssuer.BREAK_GLASS)) {
            return refused(returned, Fault.LOGIN_FAILED, "not-break-glass", caller);
        }
        StaffAccount account = accounts.foundOrMade(StaffId.next(), identity, now);
        Caller staff = Caller.staff(account.id(), null, Set.of(), caller.address());
        if (account.disabledAt() != null) {
            return refused(returned, Fault.ACCOUNT_DISABLED, "disabled", staff);
        }
        List<String> mapped = identity.groups().stream()
                .flatMap(group -> Stream.ofNullable(known.party().rolesByGroup().get(group)))
                .distinct()
                .toList();
        if (!roles.told(account.id(), mapped, now)) {
            return refused(returned, Fault.NO_ROLE, "no-role", staff);
        }
        String code = secrets.fresh();
        attempts.succeed(
                TokenHash.of(returned.state()), TokenHash.of(code), account.id(), identity.sid(), now.plus(CODE_LIFE));
        return new StaffRedirect.To(ReturnUrls.with(returned.begun().returnUrl(), "code", code));
    }

    private StaffRedirect refused(Returned returned, Fault fault, String reason, Caller caller) {
        metrics.refused(reason);
        log.atWarn()
                .addKeyValue("reason", reason)
                .addKeyValue("caller", caller.subject())
                .log("a staff login is refused");
        audit.record(
                new AuditEntry(caller, "staff.login.refused", caller.subject(), null, null, reason, caller.address()));
        return StaffRedirect.back(returned.begun().returnUrl(), fault);
    }

    @Override
    public Answer answer(StaffRedirect outcome) {
        return outcome.answer();
    }
}
