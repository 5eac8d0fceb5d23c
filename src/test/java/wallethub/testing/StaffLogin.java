package wallethub.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.SessionId;
import wallethub.id.StaffId;

/**
 * Somebody on the staff who is logged in, past the issuer: for tests that are not about the login. The hub has
 * {@link LoginKeys#settings}, and knows the roles of a new account after its next look, a second later.
 *
 * @param token good for four minutes from the time of the login
 */
public record StaffLogin(StaffId id, SessionId session, String token) {

    private static final Duration LIFE = Duration.ofMinutes(4);

    /** With exactly these permissions, as a role of its own. */
    public static StaffLogin of(JdbcClient behind, StaffPermission... permissions) {
        StaffId id = account(behind, Instant.now());
        String role = "test-" + id.text().substring(4).toLowerCase(Locale.ROOT);
        behind.sql("""
                        insert into staff_role (id, version, name_en, name_ar, description_en, description_ar, changed_by,
                            changed_at) values (:role, 1, 'n', 'n', 'd', 'd', 'test', now())
                        """).param("role", role).update();
        for (StaffPermission permission : Set.of(permissions)) {
            behind.sql("insert into staff_role_permission (role_id, permission) values (:role, :permission)")
                    .param("role", role)
                    .param("permission", permission.wire())
                    .update();
        }
        give(behind, id, role);
        return loggedIn(behind, id, Instant.now());
    }

    /** With a role that there is, such as {@code finance}. */
    public static StaffLogin as(JdbcClient behind, String role) {
        StaffId id = account(behind, Instant.now());
        give(behind, id, role);
        return loggedIn(behind, id, Instant.now());
    }

    /** An account without a role. */
    public static StaffId account(JdbcClient behind, Instant now) {
        StaffId id = StaffId.next();
        behind.sql("""
                        insert into staff_account (id, issuer, subject, display_name, created_at)
                        values (:id, 'https://issuer.example', :id, 'Somebody', :now)
                        """)
                .param("id", id.text())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return id;
    }

    public static void give(JdbcClient behind, StaffId account, String role) {
        behind.sql("""
                        insert into staff_account_role (account_id, role_id, source, given_by, given_at)
                        values (:account, :role, 'hub', 'test', now())
                        """).param("account", account.text()).param("role", role).update();
    }

    /** A session of that account that began now, without a refresh token. */
    public static StaffLogin loggedIn(JdbcClient behind, StaffId account, Instant now) {
        SessionId session = SessionId.next();
        behind.sql("""
                        insert into staff_session (id, account_id, created_at, used_at, idle_expires_at, expires_at)
                        values (:id, :account, :now, :now, :now + interval '30 minutes', :now + interval '12 hours')
                        """)
                .param("id", session.text())
                .param("account", account.text())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return new StaffLogin(account, session, token(account, session, now));
    }

    public String authorization() {
        return "Bearer " + token;
    }

    /** Of the same session, good until a minute ago: longer than clocks may differ. */
    public String expiredAuthorization() {
        return "Bearer " + token(id, session, Instant.now().minus(LIFE).minus(Duration.ofMinutes(1)));
    }

    /** For a handler that is called past HTTP. */
    public Caller caller(StaffPermission... permissions) {
        return Caller.staff(id, session.text(), StaffPermission.wires(permissions), "127.0.0.1");
    }

    private static String token(StaffId account, SessionId session, Instant at) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(LoginKeys.STAFF_KID)
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer("wallet-hub")
                        .audience("wallet-hub/staff")
                        .subject(account.text())
                        .claim("sid", session.text())
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(at))
                        .expirationTime(Date.from(at.plus(LIFE)))
                        .build());
        try {
            token.sign(new ECDSASigner(LoginKeys.STAFF_SIGNING_KEY));
        } catch (JOSEException e) {
            throw new IllegalStateException("ES256 is part of every Java", e);
        }
        return token.serialize();
    }
}
