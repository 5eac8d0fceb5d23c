package wallethub.staff;

import static wallethub.database.Timestamps.timestamp;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.StaffId;

/** The SQL of logins on their way, and of log-out tokens that were seen. */
@Component
class LoginAttemptStore {

    private final JdbcClient jdbc;

    LoginAttemptStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a browser that comes back began with. */
    record Begun(String returnUrl, boolean breakGlass) {}

    /** Who a hand-over code stands for. */
    record Redeemed(StaffId account, @Nullable String issuerSid, boolean breakGlass) {}

    void insert(byte[] stateHash, BeginStaffLogin begun, Instant now, Instant expiresAt) {
        jdbc.sql("""
                        insert into staff_login_attempt (state_hash, return_url, code_challenge, break_glass, created_at,
                            expires_at)
                        values (:state, :returnUrl, :challenge, :breakGlass, :now, :expiresAt)
                        """)
                .param("state", stateHash)
                .param("returnUrl", begun.returnUrl())
                .param("challenge", begun.codeChallenge())
                .param("breakGlass", begun.breakGlass())
                .param("now", timestamp(now))
                .param("expiresAt", timestamp(expiresAt))
                .update();
    }

    /** Takes it, once. */
    Optional<Begun> use(byte[] stateHash, Instant now) {
        return jdbc.sql("""
                        update staff_login_attempt set used_at = :now
                        where state_hash = :state and used_at is null and expires_at > :now
                        returning return_url, break_glass
                        """)
                .param("state", stateHash)
                .param("now", timestamp(now))
                .query((row, number) -> new Begun(row.getString("return_url"), row.getBoolean("break_glass")))
                .optional();
    }

    void succeed(byte[] stateHash, byte[] codeHash, StaffId account, @Nullable String sid, Instant codeExpiresAt) {
        jdbc.sql("""
                        update staff_login_attempt set code_hash = :code, account_id = :account, issuer_sid = :sid,
                            code_expires_at = least(:expiresAt, used_at + interval '60 seconds')
                        where state_hash = :state and code_hash is null
                        """)
                .param("state", stateHash)
                .param("code", codeHash)
                .param("account", account.text())
                .param("sid", sid)
                .param("expiresAt", timestamp(codeExpiresAt))
                .update();
    }

    /** Takes the code, once, from whoever has the verifier of the challenge. */
    Optional<Redeemed> redeem(byte[] codeHash, String codeChallenge, Instant now) {
        return jdbc.sql("""
                        update staff_login_attempt set redeemed_at = :now
                        where code_hash = :code and code_challenge = :challenge and redeemed_at is null
                            and code_expires_at > :now
                        returning account_id, issuer_sid, break_glass
                        """)
                .param("code", codeHash)
                .param("challenge", codeChallenge)
                .param("now", timestamp(now))
                .query((row, number) -> new Redeemed(
                        new StaffId(row.getString("account_id")),
                        row.getString("issuer_sid"),
                        row.getBoolean("break_glass")))
                .optional();
    }

    /** @return whether it was not seen before */
    boolean see(byte[] jtiHash, Instant expiresAt) {
        return jdbc.sql("""
                        insert into staff_logout_token (jti_hash, expires_at) values (:jti, :expiresAt)
                        on conflict on constraint staff_logout_token_pk do nothing
                        """)
                        .param("jti", jtiHash)
                        .param("expiresAt", timestamp(expiresAt))
                        .update()
                == 1;
    }

    int purge(Instant before, int most) {
        return jdbc.sql("""
                        delete from staff_login_attempt where state_hash in
                            (select state_hash from staff_login_attempt where created_at < :before limit :most)
                        """)
                .param("before", timestamp(before))
                .param("most", most)
                .update();
    }

    int purgeLogoutTokens(Instant now, int most) {
        return jdbc.sql("""
                        delete from staff_logout_token where jti_hash in
                            (select jti_hash from staff_logout_token where expires_at < :now limit :most)
                        """).param("now", timestamp(now)).param("most", most).update();
    }
}
