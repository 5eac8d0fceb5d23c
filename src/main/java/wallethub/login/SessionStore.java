package wallethub.login;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.access.SecretKeys.Sealed;
import wallethub.access.SessionWatch;
import wallethub.id.CustomerId;
import wallethub.id.SessionId;

/** The SQL of sessions and their refresh tokens. */
@Component
class SessionStore implements SessionWatch.SessionEnds {

    private final JdbcClient jdbc;

    SessionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How a session ended. */
    enum End {
        LOGOUT,
        ENDED,
        REUSE
    }

    /**
     * A refresh token as it is kept.
     *
     * @param successorHash of the one that replaced it; null while it is alive
     * @param successor sealed, for the client whose answer was lost
     * @param successorUnused whether that one is still alive itself
     */
    record Refresh(
            byte[] hash,
            @Nullable Instant spentAt,
            byte @Nullable [] successorHash,
            @Nullable Sealed successor,
            boolean successorUnused) {}

    void insert(Session session, byte[] mobileKey, byte[] deviceKey) {
        jdbc.sql("""
                        insert into login_session (id, customer_id, mobile_key, device_key, created_at, used_at,
                            idle_expires_at, expires_at)
                        values (:id, :customer, :mobileKey, :deviceKey, :createdAt, :usedAt, :idleExpiresAt, :expiresAt)
                        """)
                .param("id", session.id().text())
                .param("customer", session.customer().text())
                .param("mobileKey", mobileKey)
                .param("deviceKey", deviceKey)
                .param("createdAt", timestamp(session.createdAt()))
                .param("usedAt", timestamp(session.usedAt()))
                .param("idleExpiresAt", timestamp(session.idleExpiresAt()))
                .param("expiresAt", timestamp(session.expiresAt()))
                .update();
    }

    void insertRefresh(byte[] hash, SessionId session, Instant now) {
        jdbc.sql("insert into login_refresh (token_hash, session_id, created_at) values (:hash, :session, :now)")
                .param("hash", hash)
                .param("session", session.text())
                .param("now", timestamp(now))
                .update();
    }

    /** The session of a refresh token, locked: uses of one family come one after another. */
    Optional<Session> lockByRefresh(byte[] hash) {
        return jdbc.sql("""
                        select id, customer_id, created_at, used_at, idle_expires_at, expires_at, ended_at from login_session
                        where id = (select session_id from login_refresh where token_hash = :hash)
                        for no key update
                        """).param("hash", hash).query(SessionStore::session).optional();
    }

    /** Under the lock of its session. */
    Refresh refresh(byte[] hash) {
        return jdbc.sql("""
                        select r.token_hash, r.spent_at, r.successor_hash, r.successor_sealed, r.seal_kid,
                            exists (select 1 from login_refresh n
                                where n.token_hash = r.successor_hash and n.spent_at is null) as successor_unused
                        from login_refresh r where r.token_hash = :hash
                        """).param("hash", hash).query(SessionStore::refresh).single();
    }

    /** Spends the token, and forgets what its own predecessor kept of it: it has arrived. */
    void spend(byte[] hash, byte[] successorHash, Sealed successor, Instant now) {
        jdbc.sql("""
                        update login_refresh set successor_sealed = null, seal_kid = null
                        where session_id = (select session_id from login_refresh where token_hash = :hash)
                            and successor_sealed is not null
                        """).param("hash", hash).update();
        jdbc.sql("""
                        update login_refresh set spent_at = :now, successor_hash = :successorHash,
                            successor_sealed = :successor, seal_kid = :kid
                        where token_hash = :hash
                        """)
                .param("hash", hash)
                .param("successorHash", successorHash)
                .param("successor", successor.bytes())
                .param("kid", successor.kid())
                .param("now", timestamp(now))
                .update();
    }

    /** @param customer a survivor, where the customer was merged since */
    void use(SessionId id, CustomerId customer, Instant now, Instant idleExpiresAt) {
        jdbc.sql("""
                        update login_session set used_at = :now, idle_expires_at = :idleExpiresAt, customer_id = :customer
                        where id = :id
                        """)
                .param("id", id.text())
                .param("customer", customer.text())
                .param("now", timestamp(now))
                .param("idleExpiresAt", timestamp(idleExpiresAt))
                .update();
    }

    boolean end(SessionId id, End end, Instant now) {
        return jdbc.sql("""
                        update login_session set ended_at = :now, end_reason = :reason where id = :id and ended_at is null
                        """)
                        .param("id", id.text())
                        .param("reason", reason(end))
                        .param("now", timestamp(now))
                        .update()
                == 1;
    }

    /** @return whether it was one of that customer's, and alive */
    boolean end(SessionId id, CustomerId customer, Instant now) {
        return jdbc.sql("""
                        update login_session set ended_at = :now, end_reason = 'ended'
                        where id = :id and customer_id = :customer and ended_at is null
                            and idle_expires_at > :now and expires_at > :now
                        """)
                        .param("id", id.text())
                        .param("customer", customer.text())
                        .param("now", timestamp(now))
                        .update()
                == 1;
    }

    /** Those beyond the most, unused for longest. */
    List<SessionId> endBeyond(CustomerId customer, int most, Instant now) {
        return jdbc.sql("""
                        update login_session set ended_at = :now, end_reason = 'ended' where id in (
                            select id from login_session where customer_id = :customer and ended_at is null
                                and idle_expires_at > :now and expires_at > :now
                            order by used_at desc, id desc offset :most)
                        returning id
                        """)
                .param("customer", customer.text())
                .param("most", most)
                .param("now", timestamp(now))
                .query((row, number) -> new SessionId(row.getString("id")))
                .list();
    }

    List<Session> alive(CustomerId customer, Instant now, int most) {
        return jdbc.sql("""
                        select id, customer_id, created_at, used_at, idle_expires_at, expires_at, ended_at from login_session
                        where customer_id = :customer and ended_at is null
                            and idle_expires_at > :now and expires_at > :now
                        order by used_at desc, id desc limit :most
                        """)
                .param("customer", customer.text())
                .param("now", timestamp(now))
                .param("most", most)
                .query(SessionStore::session)
                .list();
    }

    @Override
    public List<String> endedSince(Instant since) {
        return jdbc.sql("select id from login_session where ended_at > :since")
                .param("since", timestamp(since))
                .query(String.class)
                .list();
    }

    @Override
    public boolean isAlive(SessionId id) {
        return jdbc.sql("select exists (select 1 from login_session where id = :id and ended_at is null)")
                .param("id", id.text())
                .query(Boolean.class)
                .single();
    }

    int purge(Instant before, int most) {
        return jdbc.sql("""
                        delete from login_session where id in
                            (select id from login_session where expires_at < :before order by expires_at limit :most)
                        """)
                .param("before", timestamp(before))
                .param("most", most)
                .update();
    }

    /** A successor that nobody may ask for any more. */
    int forgetSuccessors(Instant before, int most) {
        return jdbc.sql("""
                        update login_refresh set successor_sealed = null, seal_kid = null where token_hash in
                            (select token_hash from login_refresh
                                where successor_sealed is not null and spent_at < :before limit :most)
                        """)
                .param("before", timestamp(before))
                .param("most", most)
                .update();
    }

    private static String reason(End end) {
        return switch (end) {
            case LOGOUT -> "logout";
            case ENDED -> "ended";
            case REUSE -> "reuse";
        };
    }

    private static Session session(ResultSet row, int number) throws SQLException {
        return new Session(
                new SessionId(row.getString("id")),
                new CustomerId(row.getString("customer_id")),
                instant(row, "created_at"),
                instant(row, "used_at"),
                instant(row, "idle_expires_at"),
                instant(row, "expires_at"),
                instantOrNull(row, "ended_at"));
    }

    private static Refresh refresh(ResultSet row, int number) throws SQLException {
        byte[] sealed = row.getBytes("successor_sealed");
        return new Refresh(
                row.getBytes("token_hash"),
                instantOrNull(row, "spent_at"),
                row.getBytes("successor_hash"),
                sealed == null ? null : new Sealed(row.getString("seal_kid"), sealed),
                row.getBoolean("successor_unused"));
    }
}
