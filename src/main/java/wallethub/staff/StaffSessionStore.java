package wallethub.staff;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.access.SessionWatch;
import wallethub.id.SessionId;
import wallethub.id.StaffId;

/** The SQL of the staff's sessions and their refresh tokens. */
@Component
class StaffSessionStore implements SessionWatch.SessionEnds {

    private static final RowMapper<SessionId> ID = (row, number) -> new SessionId(row.getString("id"));

    private final JdbcClient jdbc;

    StaffSessionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How a session ended. */
    enum End {
        LOGOUT,
        ENDED,
        REUSE,
        DISABLED,
        /** The issuer said so. */
        ISSUER;

        private String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A refresh token as it is kept.
     *
     * @param salt with the token it makes the successor again; null while it is alive and once the successor is used
     * @param successorUnused whether that one is still alive itself
     */
    record Refresh(byte[] hash, @Nullable Instant spentAt, byte @Nullable [] salt, boolean successorUnused) {}

    void insert(StaffSession session) {
        jdbc.sql("""
                        insert into staff_session (id, account_id, issuer_sid, created_at, used_at, idle_expires_at, expires_at)
                        values (:id, :account, :issuerSid, :createdAt, :usedAt, :idleExpiresAt, :expiresAt)
                        """)
                .param("id", session.id().text())
                .param("account", session.account().text())
                .param("issuerSid", session.issuerSid())
                .param("createdAt", timestamp(session.createdAt()))
                .param("usedAt", timestamp(session.usedAt()))
                .param("idleExpiresAt", timestamp(session.idleExpiresAt()))
                .param("expiresAt", timestamp(session.expiresAt()))
                .update();
    }

    void insertRefresh(byte[] hash, SessionId session, Instant now) {
        jdbc.sql("insert into staff_refresh (token_hash, session_id, created_at) values (:hash, :session, :now)")
                .param("hash", hash)
                .param("session", session.text())
                .param("now", timestamp(now))
                .update();
    }

    /** The session of a refresh token, locked: uses of one family come one after another. */
    Optional<StaffSession> lockByRefresh(byte[] hash) {
        return jdbc.sql("""
                        select id, account_id, issuer_sid, created_at, used_at, idle_expires_at, expires_at, ended_at
                        from staff_session
                        where id = (select session_id from staff_refresh where token_hash = :hash)
                        for no key update
                        """)
                .param("hash", hash)
                .query(StaffSessionStore::session)
                .optional();
    }

    /** Under the lock of its session. */
    Refresh refresh(byte[] hash) {
        return jdbc.sql("""
                        select r.token_hash, r.spent_at, r.successor_salt,
                            exists (select 1 from staff_refresh n
                                where n.token_hash = r.successor_hash and n.spent_at is null) as successor_unused
                        from staff_refresh r where r.token_hash = :hash
                        """)
                .param("hash", hash)
                .query(StaffSessionStore::refresh)
                .single();
    }

    /** Spends the token, and forgets what its own predecessor kept of it: it has arrived. */
    void spend(byte[] hash, byte[] successorHash, byte[] salt, Instant now) {
        jdbc.sql("""
                        update staff_refresh set successor_salt = null
                        where session_id = (select session_id from staff_refresh where token_hash = :hash)
                            and successor_salt is not null
                        """).param("hash", hash).update();
        jdbc.sql("""
                        update staff_refresh set spent_at = :now, successor_hash = :successorHash, successor_salt = :salt
                        where token_hash = :hash
                        """)
                .param("hash", hash)
                .param("successorHash", successorHash)
                .param("salt", salt)
                .param("now", timestamp(now))
                .update();
    }

    void use(SessionId id, Instant now, Instant idleExpiresAt) {
        jdbc.sql("update staff_session set used_at = :now, idle_expires_at = :idleExpiresAt where id = :id")
                .param("id", id.text())
                .param("now", timestamp(now))
                .param("idleExpiresAt", timestamp(idleExpiresAt))
                .update();
    }

    boolean end(SessionId id, End end, Instant now) {
        return jdbc.sql("""
                        update staff_session set ended_at = :now, end_reason = :reason where id = :id and ended_at is null
                        """)
                        .param("id", id.text())
                        .param("reason", end.wire())
                        .param("now", timestamp(now))
                        .update()
                == 1;
    }

    /** @return whether it was one of that account's, and alive */
    boolean endOf(StaffId account, SessionId id, Instant now) {
        return jdbc.sql("""
                        update staff_session set ended_at = :now, end_reason = 'ended'
                        where id = :id and account_id = :account and ended_at is null
                            and idle_expires_at > :now and expires_at > :now
                        """)
                        .param("id", id.text())
                        .param("account", account.text())
                        .param("now", timestamp(now))
                        .update()
                == 1;
    }

    List<SessionId> endAll(StaffId account, End end, Instant now) {
        return jdbc.sql("""
                        update staff_session set ended_at = :now, end_reason = :reason
                        where account_id = :account and ended_at is null
                        returning id
                        """)
                .param("account", account.text())
                .param("reason", end.wire())
                .param("now", timestamp(now))
                .query(ID)
                .list();
    }

    /** Those that the issuer means: of a session of its own. */
    List<SessionId> endByIssuerSid(String issuer, String sid, Instant now) {
        return jdbc.sql("""
                        update staff_session set ended_at = :now, end_reason = 'issuer'
                        where issuer_sid = :sid and ended_at is null
                            and account_id in (select id from staff_account where issuer = :issuer)
                        returning id
                        """)
                .param("issuer", issuer)
                .param("sid", sid)
                .param("now", timestamp(now))
                .query(ID)
                .list();
    }

    /** Those that the issuer means: of a person. */
    List<SessionId> endBySubject(String issuer, String subject, Instant now) {
        return jdbc.sql("""
                        update staff_session set ended_at = :now, end_reason = 'issuer'
                        where ended_at is null
                            and account_id = (select id from staff_account where issuer = :issuer and subject = :subject)
                        returning id
                        """)
                .param("issuer", issuer)
                .param("subject", subject)
                .param("now", timestamp(now))
                .query(ID)
                .list();
    }

    /** Those beyond the most, unused for longest. */
    List<SessionId> endBeyond(StaffId account, int most, Instant now) {
        return jdbc.sql("""
                        update staff_session set ended_at = :now, end_reason = 'ended' where id in (
                            select id from staff_session where account_id = :account and ended_at is null
                                and idle_expires_at > :now and expires_at > :now
                            order by used_at desc, id desc offset :most)
                        returning id
                        """)
                .param("account", account.text())
                .param("most", most)
                .param("now", timestamp(now))
                .query(ID)
                .list();
    }

    List<StaffSession> alive(StaffId account, Instant now, int most) {
        return jdbc.sql("""
                        select id, account_id, issuer_sid, created_at, used_at, idle_expires_at, expires_at, ended_at
                        from staff_session
                        where account_id = :account and ended_at is null
                            and idle_expires_at > :now and expires_at > :now
                        order by used_at desc, id desc limit :most
                        """)
                .param("account", account.text())
                .param("now", timestamp(now))
                .param("most", most)
                .query(StaffSessionStore::session)
                .list();
    }

    @Override
    public List<String> endedSince(Instant since) {
        return jdbc.sql("select id from staff_session where ended_at > :since")
                .param("since", timestamp(since))
                .query(String.class)
                .list();
    }

    @Override
    public boolean isAlive(SessionId id) {
        return jdbc.sql("select exists (select 1 from staff_session where id = :id and ended_at is null)")
                .param("id", id.text())
                .query(Boolean.class)
                .single();
    }

    int purge(Instant before, int most) {
        return jdbc.sql("""
                        delete from staff_session where id in
                            (select id from staff_session where expires_at < :before order by expires_at limit :most)
                        """)
                .param("before", timestamp(before))
                .param("most", most)
                .update();
    }

    /** A successor that nobody may ask for any more. */
    int forgetSuccessors(Instant before, int most) {
        return jdbc.sql("""
                        update staff_refresh set successor_salt = null where token_hash in
                            (select token_hash from staff_refresh
                                where successor_salt is not null and spent_at < :before limit :most)
                        """)
                .param("before", timestamp(before))
                .param("most", most)
                .update();
    }

    private static StaffSession session(ResultSet row, int number) throws SQLException {
        return new StaffSession(
                new SessionId(row.getString("id")),
                new StaffId(row.getString("account_id")),
                row.getString("issuer_sid"),
                instant(row, "created_at"),
                instant(row, "used_at"),
                instant(row, "idle_expires_at"),
                instant(row, "expires_at"),
                instantOrNull(row, "ended_at"));
    }

    private static Refresh refresh(ResultSet row, int number) throws SQLException {
        return new Refresh(
                row.getBytes("token_hash"),
                instantOrNull(row, "spent_at"),
                row.getBytes("successor_salt"),
                row.getBoolean("successor_unused"));
    }
}
