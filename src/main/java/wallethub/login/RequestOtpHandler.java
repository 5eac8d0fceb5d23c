package wallethub.login;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.ClientNetwork;
import wallethub.access.RateLimit;
import wallethub.access.RateLimits;
import wallethub.access.SecretKeys.Sealed;
import wallethub.access.WholeSeconds;
import wallethub.database.RowScope;
import wallethub.id.ChallengeId;
import wallethub.login.RequestOtpOutcome.Challenged;
import wallethub.login.RequestOtpOutcome.NoMobile;
import wallethub.login.RequestOtpOutcome.TooMany;
import wallethub.login.RequestOtpOutcome.TooSoon;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;
import wallethub.problem.ErrorCode;

/**
 * Operation {@code request-otp}: a challenge for whoever asks.
 *
 * <p>The same statements run for every number, and none of them looks for a customer: the number, known or not, gets a
 * challenge and a letter to ourselves, and who reads that letter decides whether a message goes out. Its three steps are
 * those of an operation that calls out because what a limit has counted must not be rolled back.
 */
@Component
class RequestOtpHandler
        implements CallingHandler<RequestOtp, RequestOtpHandler.Asked, RequestOtpHandler.Checked, RequestOtpOutcome> {

    private final LoginSettings settings;
    private final LoginSecrets secrets;
    private final ChallengeStore store;
    private final RateLimits limits;
    private final CodeLetters letters;
    private final LoginMetrics metrics;
    private final HumanCheck humans;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    RequestOtpHandler(
            LoginSettings settings,
            LoginSecrets secrets,
            ChallengeStore store,
            RateLimits limits,
            CodeLetters letters,
            LoginMetrics metrics,
            ObjectProvider<HumanCheck> humans,
            Clock clock) {
        this.settings = settings;
        this.secrets = secrets;
        this.store = store;
        this.limits = limits;
        this.letters = letters;
        this.metrics = metrics;
        this.humans = humans.getIfAvailable(() -> (proof, address) -> false);
        this.clock = clock;
    }

    /** A wish for a code, its number read. */
    record Asked(
            MobileNumber mobile,
            byte[] mobileKey,
            RequestOtp command,
            @Nullable String address) {}

    /** Whether the limits let it through, and when the next one may come. */
    sealed interface Checked {
        record Passed(Instant resendAt) implements Checked {}

        record Refused(RequestOtpOutcome outcome, String reason) implements Checked {}
    }

    @Override
    public String name() {
        return "request-otp";
    }

    @Override
    public Class<RequestOtp> command() {
        return RequestOtp.class;
    }

    @Override
    public Class<Asked> prepared() {
        return Asked.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Public();
    }

    /** Nobody is known yet: the customer is looked for by number, and challenges belong to numbers. */
    @Override
    public RowScope scope(Caller caller) {
        return RowScope.system();
    }

    @Override
    public Preparation<Asked, RequestOtpOutcome> prepare(RequestOtp command, Caller caller) {
        return MobileNumber.read(command.mobile(), settings.countries())
                .<Preparation<Asked, RequestOtpOutcome>>map(mobile ->
                        new Preparation.Call<>(new Asked(mobile, mobileKey(mobile), command, caller.address())))
                .orElseGet(() -> new Preparation.Decided<>(new NoMobile()));
    }

    private byte[] mobileKey(MobileNumber mobile) {
        return secrets.hash(secrets.kid(), "mobile", mobile.e164());
    }

    /** The address first: whoever floods from one place must not use up what belongs to the numbers. */
    @Override
    public Checked call(Asked asked) {
        Instant now = now();
        var byAddress =
                limits.take(settings.sending().ofAddress(), secrets.name("address", ClientNetwork.of(asked.address())));
        if (!byAddress.allowed()) {
            return new Checked.Refused(new TooMany(byAddress.retryAfter()), "address");
        }
        Optional<Instant> tripped = store.trippedUntil(asked.mobile().operatorPrefix(), now);
        if (tripped.isPresent() && !humans.passes(asked.command().humanProof(), asked.address())) {
            return new Checked.Refused(new TooMany(Duration.between(now, tripped.get())), "tripped");
        }
        Optional<Instant> resendAt =
                store.startPause(asked.mobileKey(), settings.sending().pauses(), now);
        if (resendAt.isEmpty()) {
            return new Checked.Refused(new TooSoon(store.untilNextCode(asked.mobileKey(), now)), "pause");
        }
        return counted(asked, resendAt.get());
    }

    private Checked counted(Asked asked, Instant resendAt) {
        RateLimit ofMobile = settings.sending().ofMobile();
        var byMobile =
                limits.take(ofMobile, secrets.name("mobile", asked.mobile().e164()));
        if (!byMobile.allowed()) {
            return new Checked.Refused(new TooSoon(byMobile.retryAfter()), "mobile");
        }
        var byPrefix = limits.take(
                settings.sending().ofPrefix(),
                secrets.name("prefix", asked.mobile().blockPrefix()));
        if (!byPrefix.allowed()) {
            return new Checked.Refused(new TooMany(byPrefix.retryAfter()), "prefix");
        }
        return new Checked.Passed(resendAt);
    }

    @Override
    public RequestOtpOutcome finish(Asked asked, Checked checked, Caller caller) {
        return switch (checked) {
            case Checked.Passed passed -> challenge(asked, passed.resendAt());
            case Checked.Refused refused -> {
                metrics.refused(refused.reason());
                yield refused.outcome();
            }
        };
    }

    private Challenged challenge(Asked asked, Instant resendAt) {
        Instant now = now();
        ChallengeId id = ChallengeId.next();
        String code = OneTimeCode.next(random);
        String mobile = asked.mobile().e164();
        Sealed sealed = secrets.seal(id.text(), mobile);
        Challenge challenge = new Challenge(
                id,
                asked.mobileKey(),
                sealed,
                secrets.hash(secrets.kid(), "device", asked.command().deviceNonce()),
                secrets.hash(secrets.kid(), "code", id.text(), mobile, code),
                secrets.kid(),
                asked.mobile().operatorPrefix(),
                asked.command().language(),
                true,
                0,
                now,
                now.plus(settings.codeLife()),
                null);
        store.replaceOpen(challenge.mobileKey(), now);
        store.insert(challenge, sealed);
        letters.ask(id, mobile, code, asked.command().language(), challenge.expiresAt());
        return new Challenged(id, challenge.expiresAt(), resendAt);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Answer answer(RequestOtpOutcome outcome) {
        return switch (outcome) {
            case Challenged challenged -> new Answer.Document(202, challenged, Map.of());
            case NoMobile none ->
                Answer.refused(ErrorCode.VALIDATION_FAILED, "mobile is no mobile number of a country that is served");
            case TooSoon soon ->
                refused(ErrorCode.OTP_COOLDOWN, "a code was asked for a moment ago, or too often", soon.retryAfter());
            case TooMany many -> refused(ErrorCode.RATE_LIMITED, "too many codes are asked for", many.retryAfter());
        };
    }

    /** With when to come again, in whole seconds. */
    static Answer refused(ErrorCode code, String detail, Duration retryAfter) {
        return new Answer.Refusal(code, detail, Map.of("retryAfterSeconds", WholeSeconds.of(retryAfter)));
    }
}
