package wallethub.login;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.database.RowScope;
import wallethub.id.ChallengeId;
import wallethub.login.VerifyOutcome.Expired;
import wallethub.login.VerifyOutcome.Invalid;
import wallethub.login.VerifyOutcome.Locked;
import wallethub.login.VerifyOutcome.LoggedIn;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;
import wallethub.problem.ErrorCode;

/**
 * Operation {@code verify-otp}: a right code becomes a session.
 *
 * <p>The try is counted and committed before the code is looked at, so neither a crash nor two hundred tries at once give
 * one more than there are; a right code takes its count back.
 */
@Component
class VerifyOtpHandler implements CallingHandler<VerifyOtp, VerifyOtpHandler.Tried, Boolean, VerifyOutcome> {

    private static final Logger log = LoggerFactory.getLogger(VerifyOtpHandler.class);
    // How long is not known: a person has to help.
    private static final Duration UNTIL_HELPED = Duration.ofDays(1);

    private final LoginSettings settings;
    private final LoginSecrets secrets;
    private final ChallengeStore store;
    private final GuessStore guesses;
    private final Customers customers;
    private final Sessions sessions;
    private final LoginMetrics metrics;
    private final Clock clock;

    VerifyOtpHandler(
            LoginSettings settings,
            LoginSecrets secrets,
            ChallengeStore store,
            GuessStore guesses,
            Customers customers,
            Sessions sessions,
            LoginMetrics metrics,
            Clock clock) {
        this.settings = settings;
        this.secrets = secrets;
        this.store = store;
        this.guesses = guesses;
        this.customers = customers;
        this.sessions = sessions;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** A try that is counted, with all that is needed to compare it. */
    record Tried(Challenge challenge, String mobile, byte[] counted, String code) {}

    @Override
    public String name() {
        return "verify-otp";
    }

    @Override
    public Class<VerifyOtp> command() {
        return VerifyOtp.class;
    }

    @Override
    public Class<Tried> prepared() {
        return Tried.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Public();
    }

    /** Nobody is known until the code is right; then a session is begun for whom it proves. */
    @Override
    public RowScope scope(Caller caller) {
        return RowScope.system();
    }

    @Override
    public Preparation<Tried, VerifyOutcome> prepare(VerifyOtp command, Caller caller) {
        Instant now = now();
        Challenge challenge = ofDevice(command).orElse(null);
        if (challenge == null || !challenge.open() || challenge.mobile() == null) {
            return new Preparation.Decided<>(new Invalid());
        }
        if (challenge.isExpiredAt(now)) {
            return new Preparation.Decided<>(new Expired());
        }
        if (challenge.isSpent()) {
            return new Preparation.Decided<>(new Locked(store.untilNextCode(challenge.mobileKey(), now)));
        }
        byte[] counted = guesses.counted(challenge.mobileKey(), challenge.deviceKey());
        Guesses before = guesses.lock(challenge.mobileKey(), counted, now);
        if (before.isExhausted(settings.guessing())) {
            return new Preparation.Decided<>(new Locked(UNTIL_HELPED));
        }
        if (before.waitUntil() != null && before.isWaitingAt(now)) {
            return new Preparation.Decided<>(new Locked(Duration.between(now, before.waitUntil())));
        }
        store.countTry(challenge.id());
        guesses.save(challenge.mobileKey(), counted, before.failed(now, settings.guessing()), now);
        String mobile = secrets.open(challenge.id().text(), challenge.mobile());
        return new Preparation.Call<>(new Tried(challenge, mobile, counted, OneTimeCode.folded(command.code())));
    }

    /** Another device's is as good as none. */
    private Optional<Challenge> ofDevice(VerifyOtp command) {
        return store.lock(new ChallengeId(command.challengeId()))
                .filter(challenge -> MessageDigest.isEqual(
                        challenge.deviceKey(), secrets.hash(challenge.pepperKid(), "device", command.deviceNonce())));
    }

    /** Calls nobody: it is the step between the count and its effect. */
    @Override
    public Boolean call(Tried tried) {
        Challenge challenge = tried.challenge();
        byte[] hash = secrets.hash(challenge.pepperKid(), "code", challenge.id().text(), tried.mobile(), tried.code());
        return MessageDigest.isEqual(challenge.codeHash(), hash);
    }

    @Override
    public VerifyOutcome finish(Tried tried, Boolean right, Caller caller) {
        Instant now = now();
        Challenge challenge = tried.challenge();
        if (!right || !store.verify(challenge.id(), now)) {
            return new Invalid();
        }
        List<Customer> owners = customers.withMobile(tried.mobile());
        if (owners.size() != 1) {
            // It was guessed: a number without its one customer gets no message.
            return new Invalid();
        }
        guesses.forget(challenge.mobileKey(), tried.counted());
        store.endPause(challenge.mobileKey());
        Sessions.Granted granted =
                sessions.start(owners.getFirst().id(), challenge.mobileKey(), challenge.deviceKey(), now);
        log.atInfo()
                .addKeyValue("customerId", owners.getFirst().id())
                .addKeyValue("sessionId", granted.session())
                .log("logged in");
        return new LoggedIn(granted.grant());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Answer answer(VerifyOutcome outcome) {
        return switch (outcome) {
            case LoggedIn in -> {
                metrics.verified();
                yield Answer.ok(in.grant());
            }
            case Invalid invalid -> {
                metrics.refused("invalid");
                yield Answer.refused(ErrorCode.OTP_INVALID, "the code is not the one that was sent");
            }
            case Expired expired -> {
                metrics.refused("expired");
                yield Answer.refused(ErrorCode.OTP_EXPIRED, "the code's time is over; ask for another");
            }
            case Locked locked -> {
                metrics.refused("locked");
                yield RequestOtpHandler.refused(
                        ErrorCode.OTP_LOCKED, "too many wrong codes; ask for another later", locked.retryAfter());
            }
        };
    }
}
