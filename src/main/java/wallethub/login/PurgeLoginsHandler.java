package wallethub.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.RateLimits;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;

/** Drops challenges, sessions, wrong codes and buckets that say nothing any more; a schedule calls it. */
@Component
class PurgeLoginsHandler
        implements CallingHandler<PurgeLoginsHandler.PurgeLogins, PurgeLoginsHandler.Purged, Integer, Integer> {

    // Short transactions: the next run takes the rest.
    private static final int MOST = 10_000;
    // The longest look back is the day of the limits; a session outlives its end for the list of known devices.
    private static final Duration CHALLENGES = Duration.ofDays(2);
    private static final Duration SESSIONS = Duration.ofDays(30);

    private final LoginSettings settings;
    private final ChallengeStore challenges;
    private final GuessStore guesses;
    private final SessionStore sessions;
    private final RateLimits limits;
    private final Clock clock;

    PurgeLoginsHandler(
            LoginSettings settings,
            ChallengeStore challenges,
            GuessStore guesses,
            SessionStore sessions,
            RateLimits limits,
            Clock clock) {
        this.settings = settings;
        this.challenges = challenges;
        this.guesses = guesses;
        this.sessions = sessions;
        this.limits = limits;
        this.clock = clock;
    }

    record PurgeLogins() {}

    record Purged(int count) {}

    @Override
    public String name() {
        return "purge-logins";
    }

    @Override
    public Class<PurgeLogins> command() {
        return PurgeLogins.class;
    }

    @Override
    public Class<Purged> prepared() {
        return Purged.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("login-purge");
    }

    @Override
    public Preparation<Purged, Integer> prepare(PurgeLogins command, Caller caller) {
        Instant now = clock.instant();
        int count = challenges.purge(now.minus(CHALLENGES), MOST)
                + guesses.purge(now.minus(CHALLENGES), MOST)
                + sessions.forgetSuccessors(now.minus(settings.grace()), MOST)
                + sessions.purge(now.minus(SESSIONS), MOST);
        return new Preparation.Call<>(new Purged(count));
    }

    /** The buckets have connections of their own. */
    @Override
    public Integer call(Purged purged) {
        return purged.count() + limits.purge(MOST);
    }

    @Override
    public Integer finish(Purged purged, Integer all, Caller caller) {
        return all;
    }

    @Override
    public Answer answer(Integer count) {
        return Answer.ok(new Purged(count));
    }
}
