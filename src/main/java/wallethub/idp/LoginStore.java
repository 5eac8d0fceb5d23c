package wallethub.idp;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.access.SecretKeys.Sealed;
import wallethub.id.UserId;

/** The SQL of logins between the password and the way back to whoever asked for it. */
@Component
@WhileIssuing
class LoginStore {

    static final int MOST_TRIES = 5;
    private static final int PURGED_AT_ONCE = 100;

    private final JdbcClient jdbc;

    LoginStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param offered the authenticator secret that the account does not have yet, sealed; null when it has one */
    record Login(UserId account, @Nullable Sealed offered, int tries, Optional<Instant> confirmedAt) {}

    void insert(byte[] hash, UserId account, Instant now, Instant expiresAt) {
        purge(now);
        jdbc.sql("""
                        insert into idp_login (token_hash, account_id, created_at, expires_at)
                        values (:hash, :account, :now, :expiresAt)
                        """)
                .param("hash", hash)
                .param("account", account.text())
                .param("now", timestamp(now))
                .param("expiresAt", timestamp(expiresAt))
                .update();
    }

    void insert(byte[] hash, UserId account, Sealed offered, Instant now, Instant expiresAt) {
        purge(now);
        jdbc.sql("""
                        insert into idp_login (token_hash, account_id, totp_kid, totp_sealed, created_at, expires_at)
                        values (:hash, :account, :kid, :sealed, :now, :expiresAt)
                        """)
                .param("hash", hash)
                .param("account", account.text())
                .param("kid", offered.kid())
                .param("sealed", offered.bytes())
                .param("now", timestamp(now))
                .param("expiresAt", timestamp(expiresAt))
                .update();
    }

    /** One that still waits for its code, or was confirmed and not used. */
    Optional<Login> find(byte[] hash, Instant now) {
        return jdbc.sql("""
                        select account_id, totp_kid, totp_sealed, try_count, confirmed_at from idp_login
                        where token_hash = :hash and expires_at > :now and used_at is null
                        """)
                .param("hash", hash)
                .param("now", timestamp(now))
                .query(LoginStore::login)
                .optional();
    }

    /** @return false when its tries are used up, or it was confirmed before */
    boolean countTry(byte[] hash, Instant now) {
        return jdbc.sql("""
                        update idp_login set try_count = try_count + 1
                        where token_hash = :hash and expires_at > :now and confirmed_at is null and try_count < :most
                        """)
                        .param("hash", hash)
                        .param("now", timestamp(now))
                        .param("most", MOST_TRIES)
                        .update()
                == 1;
    }

    void confirm(byte[] hash, Instant now) {
        jdbc.sql("""
                        update idp_login set confirmed_at = :now, totp_kid = null, totp_sealed = null
                        where token_hash = :hash
                        """).param("hash", hash).param("now", timestamp(now)).update();
    }

    /** What {@link #use} gives: who it was, and since when. */
    record Confirmed(Account account, Instant at) {}

    /** Spends a confirmed login, once. */
    Optional<Confirmed> use(byte[] hash, Instant now) {
        return jdbc.sql("""
                        with spent as (
                            update idp_login set used_at = :now
                            where token_hash = :hash and expires_at > :now and confirmed_at is not null and used_at is null
                            returning account_id, confirmed_at)
                        select a.id, coalesce(a.person, a.id) as person, a.user_name, a.password_hash, a.groups,
                            a.totp_kid, a.totp_sealed, a.totp_step, a.disabled_at, s.confirmed_at
                        from spent s join idp_account a on a.id = s.account_id
                        where a.disabled_at is null
                        """)
                .param("hash", hash)
                .param("now", timestamp(now))
                .query((row, number) -> new Confirmed(AccountStore.account(row, number), instant(row, "confirmed_at")))
                .optional();
    }

    /** All of the account, and the codes that nobody has used yet. */
    void end(UserId account) {
        jdbc.sql("delete from idp_login where account_id = :account")
                .param("account", account.text())
                .update();
        jdbc.sql("delete from idp_authorization where account_id = :account")
                .param("account", account.text())
                .update();
    }

    /** Whoever makes a row drops some that say nothing any more. */
    private void purge(Instant now) {
        jdbc.sql("""
                        delete from idp_login where token_hash in (
                            select token_hash from idp_login where expires_at < :now limit :most for update skip locked)
                        """).param("now", timestamp(now)).param("most", PURGED_AT_ONCE).update();
    }

    private static Login login(ResultSet row, int number) throws SQLException {
        return new Login(
                new UserId(row.getString("account_id")),
                Rows.sealed(row),
                row.getInt("try_count"),
                Optional.ofNullable(instantOrNull(row, "confirmed_at")));
    }
}
