package wallethub.staff;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.TokenHash;
import wallethub.id.SessionId;
import wallethub.id.StaffId;
import wallethub.staff.StaffSessionStore.End;
import wallethub.staff.StaffSessionStore.Refresh;

/** The staff's sessions from login to end; every method joins the caller's transaction. */
@Component
class StaffSessions {

    private static final Logger log = LoggerFactory.getLogger(StaffSessions.class);

    private final StaffSettings settings;
    private final StaffSecrets secrets;
    private final StaffSessionStore store;
    private final StaffAccountStore accounts;
    private final StaffTokens tokens;
    private final EndedStaffSessions ended;
    private final StaffMetrics metrics;
    private final Clock clock;

    StaffSessions(
            StaffSettings settings,
            StaffSecrets secrets,
            StaffSessionStore store,
            StaffAccountStore accounts,
            StaffTokens tokens,
            EndedStaffSessions ended,
            StaffMetrics metrics,
            Clock clock) {
        this.settings = settings;
        this.secrets = secrets;
        this.store = store;
        this.accounts = accounts;
        this.tokens = tokens;
        this.ended = ended;
        this.metrics = metrics;
        this.clock = clock;
    }

    record Granted(SessionId session, StaffGrant grant) {}

    /** What a refresh token came to. */
    sealed interface Rotation {

        record Rotated(StaffGrant grant) implements Rotation {}

        /** It was used before: the session is ended, for the thief and for the owner. */
        record Reused(StaffId account, SessionId session) implements Rotation {}

        record Expired() implements Rotation {}

        /** Never ours, of a session that has ended, or of an account that is disabled. */
        record Unknown() implements Rotation {}
    }

    /** @param issuerSid what the issuer calls it; null when it does not say */
    Granted start(StaffId account, @Nullable String issuerSid) {
        return start(account, issuerSid, settings.absolute());
    }

    /** Of who came past the issuer. */
    Granted startBriefly(StaffId account, @Nullable String issuerSid) {
        return start(account, issuerSid, settings.breakGlass());
    }

    private Granted start(StaffId account, @Nullable String issuerSid, Duration most) {
        Instant now = now();
        Instant latest = now.plus(most);
        StaffSession session = new StaffSession(
                SessionId.next(), account, issuerSid, now, now, now.plus(settings.idle()), latest, null);
        store.insert(session);
        ended.addAfterCommit(store.endBeyond(account, settings.sessions(), now));
        String refresh = secrets.fresh();
        store.insertRefresh(TokenHash.of(refresh), session.id(), now);
        return new Granted(session.id(), grant(session, refresh, now));
    }

    /** Rotates the token; a family in which one was used twice ends, and that is committed. */
    Rotation refresh(String token) {
        Instant now = now();
        byte[] hash = TokenHash.of(token);
        StaffSession session = store.lockByRefresh(hash).orElse(null);
        if (session == null || session.endedAt() != null || isDisabled(session.account())) {
            return new Rotation.Unknown();
        }
        Refresh known = store.refresh(hash);
        if (known.spentAt() != null) {
            return spentBefore(session, known, token, now);
        }
        return session.isExpiredAt(now) ? new Rotation.Expired() : rotate(session, known, token, now);
    }

    private boolean isDisabled(StaffId account) {
        Optional<StaffAccount> known = accounts.find(account);
        return known.isEmpty() || known.get().disabledAt() != null;
    }

    /** The same successor again for a client whose answer was lost; otherwise somebody has a copy. */
    private Rotation spentBefore(StaffSession session, Refresh known, String token, Instant now) {
        boolean graced = known.spentAt() != null
                && !now.isAfter(known.spentAt().plus(settings.grace()))
                && known.successorUnused();
        if (graced && known.salt() != null && !session.isExpiredAt(now)) {
            return new Rotation.Rotated(grant(session, successor(token, known.salt()), now));
        }
        store.end(session.id(), End.REUSE, now);
        ended.addAfterCommit(List.of(session.id()));
        metrics.reused();
        log.atError()
                .addKeyValue("sessionId", session.id())
                .addKeyValue("staffId", session.account())
                .log("a refresh token was used twice: somebody has a copy; the session is ended");
        return new Rotation.Reused(session.account(), session.id());
    }

    private Rotation rotate(StaffSession session, Refresh known, String token, Instant now) {
        byte[] salt = secrets.salt();
        String successor = successor(token, salt);
        byte[] successorHash = TokenHash.of(successor);
        store.spend(known.hash(), successorHash, salt, now);
        store.insertRefresh(successorHash, session.id(), now);
        store.use(session.id(), now, now.plus(settings.idle()));
        return new Rotation.Rotated(grant(session, successor, now));
    }

    private String successor(String token, byte[] salt) {
        return secrets.derived("refresh", token.getBytes(StandardCharsets.UTF_8), salt);
    }

    /** @return whether it was alive */
    boolean logout(SessionId session) {
        boolean was = store.end(session, End.LOGOUT, now());
        ended.addAfterCommit(was ? List.of(session) : List.of());
        return was;
    }

    /** @return whether it was one of that account's, and alive */
    boolean end(SessionId session, StaffId account) {
        boolean was = store.endOf(account, session, now());
        ended.addAfterCommit(was ? List.of(session) : List.of());
        return was;
    }

    /** For who may not work here any more; the account's own door is closed by whoever calls. */
    List<SessionId> endAll(StaffId account, End reason) {
        List<SessionId> gone = store.endAll(account, reason, now());
        ended.addAfterCommit(gone);
        return gone;
    }

    /** What the issuer calls one session. */
    List<SessionId> endByIssuerSid(String issuer, String sid) {
        List<SessionId> gone = store.endByIssuerSid(issuer, sid, now());
        ended.addAfterCommit(gone);
        return gone;
    }

    /** All of whom the issuer names. */
    List<SessionId> endBySubject(String issuer, String subject) {
        List<SessionId> gone = store.endBySubject(issuer, subject, now());
        ended.addAfterCommit(gone);
        return gone;
    }

    List<StaffSession> alive(StaffId account) {
        return store.alive(account, now(), settings.sessions());
    }

    private StaffGrant grant(StaffSession session, String refresh, Instant now) {
        Instant latest = session.expiresAt();
        Instant wanted = now.plus(settings.accessLife());
        Instant expiresAt = wanted.isBefore(latest) ? wanted : latest;
        String access = tokens.sign(session.account(), session.id(), now, expiresAt);
        return new StaffGrant(access, refresh, expiresAt.getEpochSecond() - now.getEpochSecond());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
