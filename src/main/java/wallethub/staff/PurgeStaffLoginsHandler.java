package wallethub.staff;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Drops logins on their way, sessions and log-out tokens that say nothing any more; a schedule calls it. */
@Component
class PurgeStaffLoginsHandler
        implements TransactionHandler<PurgeStaffLoginsHandler.PurgeStaffLogins, PurgeStaffLoginsHandler.Purged> {

    // Short transactions: the next run takes the rest.
    private static final int MOST = 10_000;
    private static final Duration ATTEMPTS = Duration.ofDays(1);
    private static final Duration SESSIONS = Duration.ofDays(30);

    private final StaffSettings settings;
    private final LoginAttemptStore attempts;
    private final StaffSessionStore sessions;
    private final Clock clock;

    PurgeStaffLoginsHandler(
            StaffSettings settings, LoginAttemptStore attempts, StaffSessionStore sessions, Clock clock) {
        this.settings = settings;
        this.attempts = attempts;
        this.sessions = sessions;
        this.clock = clock;
    }

    record PurgeStaffLogins() {}

    record Purged(int count) {}

    @Override
    public String name() {
        return "purge-staff-logins";
    }

    @Override
    public Class<PurgeStaffLogins> command() {
        return PurgeStaffLogins.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("staff-purge");
    }

    @Override
    public Purged handle(PurgeStaffLogins command, Caller caller) {
        Instant now = clock.instant();
        return new Purged(attempts.purge(now.minus(ATTEMPTS), MOST)
                + attempts.purgeLogoutTokens(now, MOST)
                + sessions.forgetSuccessors(now.minus(settings.grace()), MOST)
                + sessions.purge(now.minus(SESSIONS), MOST));
    }

    @Override
    public Answer answer(Purged purged) {
        return Answer.ok(purged);
    }
}
