package wallethub.login;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.RateLimits;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.id.ChallengeId;
import wallethub.login.SendLoginCodeOutcome.Kept;
import wallethub.login.SendLoginCodeOutcome.Reason;
import wallethub.login.SendLoginCodeOutcome.Sent;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;

/**
 * Operation {@code send-login-code}: decides, behind the answer, whether a code becomes a message.
 *
 * <p>Only a customer's number costs money, so numbers that are nobody's cannot be used to earn from our messages.
 */
@Component
class SendLoginCodeHandler
        implements CallingHandler<SendLoginCode, SendLoginCode, SendLoginCodeHandler.Paid, SendLoginCodeOutcome> {

    private static final Logger log = LoggerFactory.getLogger(SendLoginCodeHandler.class);
    private static final String WHOLE_HUB = "hub";

    private final LoginSettings settings;
    private final ChallengeStore store;
    private final GuessStore guesses;
    private final Customers customers;
    private final RateLimits limits;
    private final CodeLetters letters;
    private final LoginMetrics metrics;
    private final Clock clock;

    SendLoginCodeHandler(
            LoginSettings settings,
            ChallengeStore store,
            GuessStore guesses,
            Customers customers,
            RateLimits limits,
            CodeLetters letters,
            LoginMetrics metrics,
            Clock clock) {
        this.settings = settings;
        this.store = store;
        this.guesses = guesses;
        this.customers = customers;
        this.limits = limits;
        this.letters = letters;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Whether the day's budget had one more. */
    record Paid(boolean allowed) {}

    @Override
    public String name() {
        return "send-login-code";
    }

    @Override
    public Class<SendLoginCode> command() {
        return SendLoginCode.class;
    }

    @Override
    public Class<SendLoginCode> prepared() {
        return SendLoginCode.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("login-send-code");
    }

    @Override
    public Preparation<SendLoginCode, SendLoginCodeOutcome> prepare(SendLoginCode command, Caller caller) {
        Optional<Reason> reason = reasonToKeep(command);
        return reason.isPresent() ? new Preparation.Decided<>(new Kept(reason.get())) : new Preparation.Call<>(command);
    }

    private Optional<Reason> reasonToKeep(SendLoginCode command) {
        Instant now = now();
        Challenge challenge = store.lock(new ChallengeId(command.challengeId())).orElse(null);
        if (challenge == null || !challenge.open() || challenge.isExpiredAt(now) || challenge.sentAt() != null) {
            return Optional.of(Reason.OVER);
        }
        List<Customer> owners = customers.withMobile(command.mobile());
        if (owners.size() != 1) {
            return Optional.of(owners.isEmpty() ? Reason.UNKNOWN : Reason.AMBIGUOUS);
        }
        byte[] counted = guesses.counted(challenge.mobileKey(), challenge.deviceKey());
        if (guesses.find(challenge.mobileKey(), counted)
                .filter(one -> one.isWaitingAt(now) || one.isExhausted(settings.guessing()))
                .isPresent()) {
            return Optional.of(Reason.WAITING);
        }
        // Asked for while the range was tripped: a human was shown to ask, and gets the code.
        boolean human = store.wasTripped(challenge.operatorPrefix(), challenge.createdAt());
        return !human && isPumped(challenge.operatorPrefix(), now) ? Optional.of(Reason.TRIPPED) : Optional.empty();
    }

    private boolean isPumped(String operatorPrefix, Instant now) {
        LoginSettings.Pumping rules = settings.pumping();
        ChallengeStore.Counts counts = store.counts(operatorPrefix, now.minus(rules.window()));
        boolean pumped = counts.sent() >= rules.sent()
                && counts.verified() * 100L < (long) counts.sent() * rules.verifiedPercent();
        if (pumped && store.trip(operatorPrefix, counts, now, now.plus(rules.pause()))) {
            metrics.tripped();
            log.atError()
                    .addKeyValue("operatorPrefix", operatorPrefix)
                    .addKeyValue("sent", counts.sent())
                    .addKeyValue("verified", counts.verified())
                    .log("a range of numbers gets no codes for now: they are sent and not used");
        }
        return pumped;
    }

    @Override
    public Paid call(SendLoginCode command) {
        return new Paid(limits.take(settings.sending().ofBudget(), WHOLE_HUB).allowed());
    }

    @Override
    public SendLoginCodeOutcome finish(SendLoginCode command, Paid paid, Caller caller) {
        if (!paid.allowed()) {
            log.atError().log("the day's budget for messages is spent: no codes go out");
            return new Kept(Reason.BUDGET);
        }
        ChallengeId id = new ChallengeId(command.challengeId());
        Challenge challenge = store.lock(id).orElse(null);
        if (challenge == null || !challenge.open() || challenge.sentAt() != null) {
            return new Kept(Reason.OVER);
        }
        if (!letters.send(id, command.mobile(), command.code(), command.language(), command.expiresAt())) {
            return new Kept(Reason.OFF);
        }
        store.markSent(id, now());
        return new Sent();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Answer answer(SendLoginCodeOutcome outcome) {
        return switch (outcome) {
            case Sent sent -> {
                metrics.sent();
                yield Answer.settled(Outcome.SUCCESS, "CODE_SENT", "handed on as a message");
            }
            case Kept kept -> {
                metrics.notSent(kept.reason().name().toLowerCase(Locale.ROOT));
                yield Answer.settled(Outcome.DISCARD, "CODE_" + kept.reason(), "no message goes out");
            }
        };
    }
}
