package wallethub.login;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Wrong codes for one number, from one known device or from all others.
 *
 * @param failures in the window that began at {@code windowStartedAt}
 * @param consecutive since the last right code, however long ago
 */
record Guesses(
        int failures, Instant windowStartedAt, @Nullable Instant waitUntil, int consecutive) {

    private static final Duration WINDOW = Duration.ofHours(24);

    static Guesses none(Instant now) {
        return new Guesses(0, now, null, 0);
    }

    /** One more, counted before the code is looked at: a right code takes all of them back. */
    Guesses failed(Instant now, LoginSettings.Guessing rules) {
        boolean fresh = !now.isBefore(windowStartedAt.plus(WINDOW));
        int count = fresh ? 1 : failures + 1;
        Instant until = count % rules.step() == 0 ? now.plus(wait(rules.waits(), count / rules.step())) : waitUntil;
        return new Guesses(count, fresh ? now : windowStartedAt, until, consecutive + 1);
    }

    private static Duration wait(List<Duration> waits, int round) {
        return waits.get(Math.min(round, waits.size()) - 1);
    }

    boolean isWaitingAt(Instant now) {
        return waitUntil != null && now.isBefore(waitUntil);
    }

    /** Only another factor helps: a device that the customer has logged in with before, or a member of staff. */
    boolean isExhausted(LoginSettings.Guessing rules) {
        return consecutive >= rules.most();
    }
}
