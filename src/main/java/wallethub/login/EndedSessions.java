package wallethub.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import wallethub.database.RowScope;
import wallethub.id.SessionId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/**
 * The sessions that have ended while an access token of theirs may still be alive, on whatever instance they ended.
 *
 * <p>One look a second; a session that ended is refused here five seconds later at the latest. When the looks fail, each
 * request asks the database itself, and is refused when that does not answer.
 */
@Component
class EndedSessions implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EndedSessions.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration TRUSTED = Duration.ofSeconds(4);
    // A transaction that ends a session may commit later than one that began after it, and clocks differ.
    private static final Duration OVERLAP = Duration.ofSeconds(60);

    private final SessionStore store;
    private final Clock clock;
    private final Duration remembered;
    private final Map<String, Instant> ended = new ConcurrentHashMap<>();
    private volatile long lookedAt;
    private volatile boolean looked;
    private volatile CountDownLatch stopped = new CountDownLatch(0);

    EndedSessions(SessionStore store, LoginSettings settings, Clock clock) {
        this.store = store;
        this.clock = clock;
        remembered = settings.accessLife().plus(AccessTokens.SKEW).plus(OVERLAP);
    }

    void add(String session) {
        ended.put(session, clock.instant());
    }

    /** @throws ProblemException OVERLOADED when nobody can say */
    boolean contains(String session) {
        if (ended.containsKey(session)) {
            return true;
        }
        if (looked && System.nanoTime() - lookedAt <= TRUSTED.toNanos()) {
            return false;
        }
        try {
            return !RowScope.system().call(() -> store.isAlive(new SessionId(session)));
        } catch (DataAccessException e) {
            throw new ProblemException(ErrorCode.OVERLOADED, "please come again");
        }
    }

    /** One look: what ended since a while before the last one. */
    void look() {
        Instant now = clock.instant();
        long began = System.nanoTime();
        Instant since = now.minus(looked ? OVERLAP : remembered);
        if (looked && began - lookedAt > TRUSTED.toNanos()) {
            since = now.minus(remembered);
        }
        Instant from = since;
        RowScope.system().call(() -> store.endedSince(from)).forEach(session -> ended.putIfAbsent(session, now));
        ended.values().removeIf(at -> at.plus(remembered).isBefore(now));
        lookedAt = began;
        looked = true;
    }

    @Override
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        Thread.ofPlatform().name("login-ended-sessions").daemon().start(() -> lookUntil(stop));
    }

    private void lookUntil(CountDownLatch stop) {
        boolean failing = false;
        try {
            do {
                try {
                    look();
                    failing = false;
                } catch (RuntimeException e) {
                    if (!failing) {
                        log.atWarn()
                                .setCause(e)
                                .log("ended sessions cannot be looked up; each request asks the database");
                    }
                    failing = true;
                }
            } while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public boolean isRunning() {
        return stopped.getCount() > 0;
    }
}
