package wallethub.staff;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.TokenHash;
import wallethub.database.RowScope;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code begin-staff-login}: sends the browser to the issuer, whose documents are read when they are not known. */
@Component
class BeginStaffLoginHandler
        implements CallingHandler<BeginStaffLogin, BeginStaffLogin, BeginStaffLoginHandler.Way, StaffRedirect> {

    private static final Logger log = LoggerFactory.getLogger(BeginStaffLoginHandler.class);
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final RelyingParties parties;
    private final ReturnUrls returnUrls;
    private final IssuerLogin issuer;
    private final LoginAttemptStore attempts;
    private final StaffSecrets secrets;
    private final StaffMetrics metrics;
    private final Clock clock;

    BeginStaffLoginHandler(
            RelyingParties parties,
            ReturnUrls returnUrls,
            IssuerLogin issuer,
            LoginAttemptStore attempts,
            StaffSecrets secrets,
            StaffMetrics metrics,
            Clock clock) {
        this.parties = parties;
        this.returnUrls = returnUrls;
        this.issuer = issuer;
        this.attempts = attempts;
        this.secrets = secrets;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param address at the issuer, with the state; empty when the issuer cannot be asked */
    record Way(String state, Optional<String> address) {}

    @Override
    public String name() {
        return "begin-staff-login";
    }

    @Override
    public Class<BeginStaffLogin> command() {
        return BeginStaffLogin.class;
    }

    @Override
    public Class<BeginStaffLogin> prepared() {
        return BeginStaffLogin.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Public();
    }

    /** A browser that has no token yet. */
    @Override
    public RowScope scope(Caller caller) {
        return RowScope.system();
    }

    @Override
    public Preparation<BeginStaffLogin, StaffRedirect> prepare(BeginStaffLogin command, Caller caller) {
        if (!returnUrls.allow(command.returnUrl())) {
            return new Preparation.Decided<>(new StaffRedirect.Refused(
                    ErrorCode.RETURN_URL_NOT_ALLOWED, "returnUrl is not on the list of allowed origins"));
        }
        return new Preparation.Call<>(command);
    }

    @Override
    public Way call(BeginStaffLogin command) {
        String state = secrets.fresh();
        RelyingParty party = parties.at(command.breakGlass()).orElse(null);
        if (party == null) {
            return refused(state, "no-issuer");
        }
        try {
            return new Way(state, Optional.of(issuer.address(party, state)));
        } catch (IssuerException e) {
            return refused(state, e.reason());
        }
    }

    private Way refused(String state, String reason) {
        metrics.refused(reason);
        log.atWarn().addKeyValue("reason", reason).log("nobody can be sent to the issuer of staff logins");
        return new Way(state, Optional.empty());
    }

    @Override
    public StaffRedirect finish(BeginStaffLogin command, Way way, Caller caller) {
        if (way.address().isEmpty()) {
            return StaffRedirect.back(command.returnUrl(), StaffRedirect.Fault.ISSUER_UNAVAILABLE);
        }
        Instant now = clock.instant();
        attempts.insert(TokenHash.of(way.state()), command, now, now.plus(LIFE));
        return new StaffRedirect.To(way.address().get());
    }

    @Override
    public Answer answer(StaffRedirect outcome) {
        return outcome.answer();
    }
}
