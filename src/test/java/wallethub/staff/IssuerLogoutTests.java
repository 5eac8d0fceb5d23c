package wallethub.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.staff.LoginWalk.refusal;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;
import wallethub.testing.LoginKeys;

/** What the issuer ends ends here. */
class IssuerLogoutTests {

    private static LoginWalk walk;

    @BeforeAll
    static void start() {
        walk = new LoginWalk(Map.of());
    }

    @AfterAll
    static void close() {
        walk.close();
    }

    @BeforeEach
    void beginAnew() {
        walk.beginAnew();
    }

    private static Date at(int seconds) {
        return Date.from(walk.staff.clock.instant().plusSeconds(seconds));
    }

    private static JWTClaimsSet.Builder logout() {
        return new JWTClaimsSet.Builder()
                .issuer(walk.issuer.url())
                .audience(TestIssuer.CLIENT)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(walk.staff.clock.instant()))
                .claim("sid", "session-at-the-issuer")
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    private static Answer logout(String token) {
        return walk.run(
                "end-issuer-sessions", Caller.system(EndIssuerSessionsHandler.ROUTE), Map.of("logoutToken", token));
    }

    @Test
    void whatTheIssuerEndsEndsHere() {
        StaffGrant grant = walk.login();
        String token = walk.issuer.signed(logout().build());
        assertThat(logout(token)).isInstanceOf(Answer.Document.class);
        assertThat(walk.staff.count("select count(*) from staff_session where end_reason = 'issuer'"))
                .isEqualTo(1);
        assertThat(refusal(walk.run("refresh-staff-token", Map.of("refreshToken", grant.refreshToken()))))
                .isEqualTo(ErrorCode.AUTH_REQUIRED);
        walk.login();
        assertThat(refusal(logout(token))).as("a token is good once").isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(walk.staff.count("select count(*) from staff_session where ended_at is null"))
                .isEqualTo(1);
        String person = walk.issuer.signed(
                logout().claim("sid", null).subject("person-1").build());
        assertThat(logout(person)).isInstanceOf(Answer.Document.class);
        assertThat(walk.staff.count("select count(*) from staff_session where ended_at is null"))
                .isZero();
    }

    @Test
    void aLogOutTokenWithAWrongFieldEndsNothing() {
        walk.login();
        List<JWTClaimsSet.Builder> wrong = List.of(
                logout().issuer("https://evil.example"),
                logout().audience("another-client"),
                logout().audience(List.of(TestIssuer.CLIENT, "other")),
                logout().claim("nonce", "n"),
                logout().claim("events", null),
                logout().claim("events", Map.of("http://schemas.openid.net/event/other", Map.of())),
                logout().claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", "yes")),
                logout().jwtID(null),
                logout().issueTime(null),
                logout().issueTime(at(-300)),
                logout().issueTime(at(31)),
                logout().expirationTime(at(-31)),
                logout().claim("sid", null),
                logout().claim("sid", ""),
                logout().claim("sid", "s\u0000"),
                logout().subject("person\u0000-1"),
                logout().claim("sid", List.of("session-at-the-issuer")));
        for (JWTClaimsSet.Builder claims : wrong) {
            JWTClaimsSet built = claims.build();
            assertThat(logout(walk.issuer.signed(built)))
                    .as("%s", built.getClaims())
                    .isInstanceOf(Answer.Refusal.class);
        }
        walk.issuer.signer = TestIssuer.signer(LoginKeys.signingKey("issuer-1"));
        assertThat(logout(walk.issuer.signed(logout().build()))).isInstanceOf(Answer.Refusal.class);
        assertThat(logout("nonsense")).isInstanceOf(Answer.Refusal.class);
        assertThat(walk.staff.count("select count(*) from staff_session where ended_at is null"))
                .isEqualTo(1);
        assertThat(walk.staff.count("select count(*) from staff_logout_token")).isZero();
    }

    /** A token that cannot be looked at is not refused for good. */
    @Test
    void whileTheKeysCannotBeReadATokenMayComeAgain() {
        walk.login();
        String token = walk.issuer.signed(logout().build());
        walk.staff.clock.advance(Duration.ofHours(2));
        String fresh = walk.issuer.signed(logout().build());
        walk.issuer.away = true;
        assertThat(refusal(logout(fresh))).isEqualTo(ErrorCode.OVERLOADED);
        walk.issuer.away = false;
        assertThat(refusal(logout(token))).as("too old by now").isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(logout(fresh)).isInstanceOf(Answer.Document.class);
        assertThat(walk.staff.count("select count(*) from staff_session where end_reason = 'issuer'"))
                .isEqualTo(1);
    }
}
