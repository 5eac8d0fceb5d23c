package wallethub.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.staff.LoginWalk.PORTAL;
import static wallethub.staff.LoginWalk.VERIFIER;
import static wallethub.staff.LoginWalk.location;
import static wallethub.staff.LoginWalk.parameter;
import static wallethub.staff.LoginWalk.refusal;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.StaffId;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;

/** A login from the portal to its tokens, and everything a browser or a thief may do differently. */
class StaffLoginTests {

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

    @Test
    void aLoginAtTheIssuerBecomesASessionWithTheRolesOfTheGroups() {
        URI address = walk.begin();
        assertThat(address.toString()).startsWith(walk.issuer.url() + "/authorize?response_type=code&");
        assertThat(parameter(address, "code_challenge_method")).isEqualTo("S256");
        URI back = location(walk.finish(parameter(address, "state"), walk.issuer.code(address)));
        assertThat(back.toString()).startsWith(PORTAL + "&code=");
        Answer.Document answer = (Answer.Document) walk.redeem(parameter(back, "code"), VERIFIER);
        StaffGrant grant = (StaffGrant) Objects.requireNonNull(answer.body());
        Caller caller = walk.staff.resolve(grant.accessToken());
        assertThat(caller.may(StaffPermission.WALLET_ADJUST)).isTrue();
        assertThat(walk.staff.count("""
                        select count(*) from access_audit where action = 'staff.login' and caller = 'staff:%s'
                        """.formatted(caller.staff()))).isEqualTo(1);
        assertThat(walk.staff.count(
                        "select count(*) from staff_account where login_at is not null and subject = 'person-1'"))
                .isEqualTo(1);
    }

    @Test
    void theSamePersonIsTheSameAccountAndWhatTheIssuerTakesAwayIsGoneWithTheNextLogin() {
        Caller first = walk.staff.resolve(walk.login().accessToken());
        walk.issuer.groups = List.of("something else");
        assertThat(walk.back().toString()).endsWith("error=no_role");
        walk.staff.bean(PermissionSnapshot.class).look();
        assertThat(walk.staff.bean(Permissions.class).permissionsOf(first.staff()))
                .isEmpty();
        assertThat(walk.staff.count("select count(*) from staff_account")).isEqualTo(1);
    }

    @Test
    void whoeverHasNoRoleGetsNothingUntilSomebodyGivesOneInTheHub() {
        String refused =
                "select count(*) from access_audit where action = 'staff.login.refused' and reason = 'no-role'";
        long before = walk.staff.count(refused);
        walk.issuer.groups = List.of();
        walk.assertNobody(walk.back(), "no_role");
        assertThat(walk.staff.count(refused)).isEqualTo(before + 1);
        walk.staff.behind.sql("""
                insert into staff_account_role select id, 'operations', 'hub', 'test', now() from staff_account
                """).update();
        assertThat(walk.staff.resolve(walk.login().accessToken()).may(StaffPermission.RECHARGE_RESYNC))
                .isTrue();
    }

    @Test
    void aDisabledAccountIsTurnedAway() {
        walk.login();
        walk.staff.behind.sql("update staff_account set disabled_at = now()").update();
        assertThat(walk.back().toString()).isEqualTo(PORTAL + "&error=account_disabled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://portal.example.evil/x",
                "https://portal.example@evil.example/x",
                "http://portal.example/x",
                "https://evil.example/",
                "https://portal.example/x#y",
                "//portal.example/x",
                "javascript:alert(1)",
                "https://portal.example:8443/"
            })
    void aBrowserIsSentNowhereElse(String returnUrl) {
        assertThat(refusal(walk.run(
                        "begin-staff-login",
                        Map.of(
                                "returnUrl",
                                returnUrl,
                                "codeChallenge",
                                IssuerLogin.challenge(VERIFIER),
                                "breakGlass",
                                false))))
                .isEqualTo(ErrorCode.RETURN_URL_NOT_ALLOWED);
        assertThat(walk.staff.count("select count(*) from staff_login_attempt")).isZero();
    }

    @Test
    void whereTheGlassCannotBeBrokenNobodyIsSentThere() {
        URI back = location(walk.run(
                "begin-staff-login",
                Map.of("returnUrl", PORTAL, "codeChallenge", IssuerLogin.challenge(VERIFIER), "breakGlass", true)));
        walk.assertNobody(back, "issuer_unavailable");
        assertThat(walk.staff.count("select count(*) from staff_login_attempt")).isZero();
    }

    @Test
    void aStateIsGoodOnceAndForTenMinutes() {
        URI address = walk.begin();
        String state = parameter(address, "state");
        location(walk.finish(state, walk.issuer.code(address)));
        assertThat(refusal(walk.finish(state, walk.issuer.code(address)))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refusal(walk.finish("never-ours", "code"))).isEqualTo(ErrorCode.NOT_FOUND);
        URI late = walk.begin();
        walk.staff.clock.advance(Duration.ofMinutes(10));
        assertThat(refusal(walk.finish(parameter(late, "state"), walk.issuer.code(late))))
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(walk.issuer.asked).as("the issuer was asked once").hasSize(1);
    }

    @Test
    void theIssuersCodeOfAnotherLoginIsNoGood() {
        URI mine = walk.begin();
        URI others = walk.begin();
        walk.assertNobody(location(walk.finish(parameter(mine, "state"), walk.issuer.code(others))), "login_failed");
    }

    @Test
    void aHandOverCodeIsGoodOnceForAMinuteAndForTheVerifierOnly() {
        String code = parameter(walk.back(), "code");
        assertThat(refusal(walk.redeem(code, VERIFIER + "x"))).isEqualTo(ErrorCode.AUTH_REQUIRED);
        assertThat(refusal(walk.redeem("x".repeat(43), VERIFIER))).isEqualTo(ErrorCode.AUTH_REQUIRED);
        assertThat(walk.staff.count("select count(*) from staff_session")).isZero();
        assertThat(walk.redeem(code, VERIFIER)).isInstanceOf(Answer.Document.class);
        assertThat(refusal(walk.redeem(code, VERIFIER))).isEqualTo(ErrorCode.AUTH_REQUIRED);
        assertThat(walk.staff.count("select count(*) from staff_session")).isEqualTo(1);
        String late = parameter(walk.back(), "code");
        walk.staff.clock.advance(Duration.ofSeconds(60));
        assertThat(refusal(walk.redeem(late, VERIFIER))).isEqualTo(ErrorCode.AUTH_REQUIRED);
        assertThat(walk.staff.count("select count(*) from staff_session")).isEqualTo(1);
    }

    @Test
    void whatTheIssuerRefusesHasNoCodeWhateverElseTheQuerySays() {
        URI address = walk.begin();
        Answer answer = walk.run(
                "finish-staff-login",
                Map.of(
                        "state", String.valueOf(parameter(address, "state")),
                        "code", walk.issuer.code(address),
                        "error", "access_denied"));
        walk.assertNobody(location(answer), "access_denied");
        assertThat(walk.issuer.asked).isEmpty();
    }

    @Test
    void anAnswerThatNamesAnotherIssuerIsNotExchanged() {
        URI address = walk.begin();
        Answer answer = walk.run(
                "finish-staff-login",
                Map.of(
                        "state", String.valueOf(parameter(address, "state")),
                        "code", walk.issuer.code(address),
                        "iss", "https://evil.example"));
        walk.assertNobody(location(answer), "login_failed");
        assertThat(walk.issuer.asked).isEmpty();
    }

    @Test
    void aLoginThatIsNotStrongEnoughIsRefused() {
        try (LoginWalk strong = new LoginWalk(
                Map.of("hub.staff.oidc.required-amr[0]", "otp", "hub.staff.oidc.required-acr[0]", "urn:strong"))) {
            strong.assertNobody(strong.back(), "login_failed");
            strong.issuer.claims = c -> c.claim("acr", "urn:strong").claim("amr", List.of("pwd"));
            strong.assertNobody(strong.back(), "login_failed");
            strong.issuer.claims = c -> c.claim("acr", "urn:weak").claim("amr", List.of("pwd", "otp"));
            strong.assertNobody(strong.back(), "login_failed");
            strong.issuer.claims = c -> c.claim("acr", "urn:strong").claim("amr", List.of("pwd", "otp"));
            assertThat(strong.login().accessToken()).isNotEmpty();
        }
    }

    @Test
    void oneSeesAndEndsOnesOwnSessionsOnly() {
        StaffGrant one = walk.login();
        StaffGrant other = walk.login();
        Caller caller = walk.staff.resolve(one.accessToken());
        Caller elsewhere = walk.staff.resolve(other.accessToken());
        Caller stranger = Caller.staff(StaffId.next(), null, Set.of(StaffPermission.SESSION.wire()), null);
        String id = String.valueOf(elsewhere.session());
        assertThat(refusal(walk.run("end-own-staff-session", stranger, Map.of("id", id))))
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(walk.staff.resolve(other.accessToken()).session()).isEqualTo(id);
        assertThat(walk.run("end-own-staff-session", caller, Map.of("id", id))).isInstanceOf(Answer.Document.class);
        assertThat(walk.staff.count("select count(*) from staff_session where ended_at is null"))
                .isEqualTo(1);
        assertThat(walk.run("logout-staff", caller, Map.of())).isInstanceOf(Answer.Document.class);
        assertThat(walk.staff.count("select count(*) from staff_session where ended_at is null"))
                .isZero();
        assertThat(refusal(walk.run("refresh-staff-token", Map.of("refreshToken", one.refreshToken()))))
                .isEqualTo(ErrorCode.AUTH_REQUIRED);
    }
}
