package wallethub.login;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.SecretKeys.Sealed;
import wallethub.access.TokenHash;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.id.CustomerId;
import wallethub.id.SessionId;
import wallethub.login.SessionStore.End;
import wallethub.login.SessionStore.Refresh;

/** Sessions from login to end; every method joins the caller's transaction. */
@Component
class Sessions {

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);
    private static final int TOKEN_BYTES = 32;

    private final LoginSettings settings;
    private final LoginSecrets secrets;
    private final SessionStore store;
    private final Customers customers;
    private final AccessTokens tokens;
    private final EndedSessions ended;
    private final LoginMetrics metrics;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Sessions(
            LoginSettings settings,
            LoginSecrets secrets,
            SessionStore store,
            Customers customers,
            AccessTokens tokens,
            EndedSessions ended,
            LoginMetrics metrics,
            Clock clock) {
        this.settings = settings;
        this.secrets = secrets;
        this.store = store;
        this.customers = customers;
        this.tokens = tokens;
        this.ended = ended;
        this.metrics = metrics;
        this.clock = clock;
    }

    record Granted(SessionId session, Grant grant) {}

    /** What a refresh token came to. */
    sealed interface Rotation {

        record Rotated(Grant grant) implements Rotation {}

        /** It was used before: the session is ended, for the thief and for the owner. */
        record Reused() implements Rotation {}

        record Expired() implements Rotation {}

        /** Never ours, or of a session that has ended. */
        record Unknown() implements Rotation {}
    }

    Granted start(CustomerId customer, byte[] mobileKey, byte[] deviceKey, Instant now) {
        Session session = new Session(
                SessionId.next(), customer, now, now, now.plus(settings.idle()), now.plus(settings.absolute()), null);
        store.insert(session, mobileKey, deviceKey);
        ended.addAfterCommit(store.endBeyond(customer, settings.sessions(), now));
        String refresh = fresh();
        store.insertRefresh(TokenHash.of(refresh), session.id(), now);
        return new Granted(session.id(), grant(session, customer, refresh, now));
    }

    /** Rotates the token; a family in which one was used twice ends, and that is committed. */
    Rotation refresh(String token) {
        Instant now = now();
        byte[] hash = TokenHash.of(token);
        Session session = store.lockByRefresh(hash).orElse(null);
        if (session == null || session.endedAt() != null) {
            return new Rotation.Unknown();
        }
        Refresh known = store.refresh(hash);
        if (known.spentAt() != null) {
            return spentBefore(session, known, now);
        }
        return session.isExpiredAt(now) ? new Rotation.Expired() : rotate(session, known, now);
    }

    /** The same successor again for a client whose answer was lost; otherwise somebody has a copy. */
    private Rotation spentBefore(Session session, Refresh known, Instant now) {
        boolean graced = known.spentAt() != null
                && !now.isAfter(known.spentAt().plus(settings.grace()))
                && known.successorUnused();
        if (graced && known.successor() != null && !session.isExpiredAt(now)) {
            String successor = secrets.open(session.id().text(), known.successor());
            return new Rotation.Rotated(grant(session, session.customer(), successor, now));
        }
        store.end(session.id(), End.REUSE, now);
        ended.addAfterCommit(List.of(session.id()));
        metrics.reused();
        log.atError()
                .addKeyValue("sessionId", session.id())
                .addKeyValue("customerId", session.customer())
                .log("a refresh token was used twice: somebody has a copy; the session is ended");
        return new Rotation.Reused();
    }

    private Rotation rotate(Session session, Refresh known, Instant now) {
        String successor = fresh();
        byte[] successorHash = TokenHash.of(successor);
        Sealed sealed = secrets.seal(session.id().text(), successor);
        store.spend(known.hash(), successorHash, sealed, now);
        store.insertRefresh(successorHash, session.id(), now);
        // A customer that was merged meanwhile goes on as the survivor.
        CustomerId customer =
                customers.find(session.customer()).map(Customer::id).orElse(session.customer());
        store.use(session.id(), customer, now, now.plus(settings.idle()));
        return new Rotation.Rotated(grant(session, customer, successor, now));
    }

    void logout(SessionId session) {
        if (store.end(session, End.LOGOUT, now())) {
            ended.addAfterCommit(List.of(session));
        }
    }

    /** @return whether it was one of that customer's, and alive */
    boolean end(SessionId session, CustomerId customer) {
        boolean was = store.end(session, customer, now());
        if (was) {
            ended.addAfterCommit(List.of(session));
        }
        return was;
    }

    List<Session> alive(CustomerId customer) {
        return store.alive(customer, now(), settings.sessions());
    }

    private Grant grant(Session session, CustomerId customer, String refresh, Instant now) {
        Instant latest = session.expiresAt();
        Instant wanted = now.plus(settings.accessLife());
        Instant expiresAt = wanted.isBefore(latest) ? wanted : latest;
        String access = tokens.sign(customer, session.id(), now, expiresAt);
        return new Grant(access, refresh, expiresAt.getEpochSecond() - now.getEpochSecond());
    }

    private String fresh() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
