package wallethub.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wallethub.database.Looks;
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
public abstract class SessionWatch implements SmartLifecycle {

    // A transaction that ends a session may commit later than one that began after it, and clocks differ.
    private static final Duration OVERLAP = Duration.ofSeconds(60);

    private final SessionEnds sessions;
    private final Clock clock;
    private final Duration remembered;
    private final Map<String, Instant> ended = new ConcurrentHashMap<>();
    private final Looks looks;

    /**
     * @param name of the look
     * @param accessLife of a token at most
     */
    protected SessionWatch(String name, SessionEnds sessions, Duration accessLife, Clock clock) {
        looks = new Looks(name, this::read);
        this.sessions = sessions;
        this.clock = clock;
        remembered = accessLife.plus(SessionTokens.SKEW).plus(OVERLAP);
    }

    /** What a store tells of its sessions. */
    public interface SessionEnds {

        /** Those that ended since, whoever ended them. */
        List<String> endedSince(Instant since);

        boolean isAlive(SessionId session);
    }

    /** This instance knows at once; the others with their next look. */
    public void addAfterCommit(Collection<SessionId> gone) {
        if (gone.isEmpty()) {
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                gone.forEach(session -> ended.put(session.text(), clock.instant()));
            }
        });
    }

    /** At once, on this instance. */
    public void add(String session) {
        ended.put(session, clock.instant());
    }

    /** @throws ProblemException OVERLOADED when nobody can say */
    public boolean contains(String session) {
        if (ended.containsKey(session)) {
            return true;
        }
        if (looks.areFresh()) {
            return false;
        }
        try {
            return !RowScope.system().call(() -> sessions.isAlive(new SessionId(session)));
        } catch (DataAccessException e) {
            throw new ProblemException(ErrorCode.OVERLOADED, "please come again");
        }
    }

    /** One look, now. */
    public void look() {
        looks.look();
    }

    /** What ended since a while before the last look. */
    private void read() {
        Instant now = clock.instant();
        Instant since = now.minus(looks.areFresh() ? OVERLAP : remembered);
        sessions.endedSince(since).forEach(session -> ended.putIfAbsent(session, now));
        ended.values().removeIf(at -> at.plus(remembered).isBefore(now));
    }

    @Override
    public void start() {
        looks.start();
    }

    @Override
    public void stop() {
        looks.stop();
    }

    @Override
    public boolean isRunning() {
        return looks.isRunning();
    }
}
