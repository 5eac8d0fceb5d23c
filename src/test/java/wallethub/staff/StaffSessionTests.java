package wallethub.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.CustomerId;
import wallethub.id.SessionId;
import wallethub.id.StaffId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;
import wallethub.staff.StaffSessionStore.End;
import wallethub.staff.StaffSessions.Rotation;
import wallethub.testing.LoginKeys;
import wallethub.testing.StaffLogin;
import wallethub.testing.Tokens;

/** Sessions of the staff from their first token to their end, and everything after which there is none. */
class StaffSessionTests {

    private static StaffFixture staff;
    private StaffId account;

    @BeforeAll
    static void start() {
        staff = new StaffFixture(Map.of());
    }

    @AfterAll
    static void close() {
        staff.close();
    }

    @BeforeEach
    void somebodyInFinance() {
        account = StaffLogin.account(staff.behind, staff.clock.instant());
        StaffLogin.give(staff.behind, account, "finance");
    }

    private StaffGrant login() {
        return staff.inTransaction(() -> staff.bean(StaffSessions.class).start(account, "issuers-own"))
                .grant();
    }

    private static Rotation refresh(String token) {
        return staff.inTransaction(() -> staff.bean(StaffSessions.class).refresh(token));
    }

    private static StaffGrant refreshed(StaffGrant grant) {
        Rotation rotation = refresh(grant.refreshToken());
        assertThat(rotation).isInstanceOf(Rotation.Rotated.class);
        return ((Rotation.Rotated) rotation).grant();
    }

    private static void assertRefused(String token, ErrorCode code) {
        assertThatThrownBy(() -> staff.resolve(token))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static SessionId session(StaffGrant grant) {
        return new SessionId(
                Objects.requireNonNull(staff.resolve(grant.accessToken()).session()));
    }

    @Test
    void aTokenStandsForItsAccountWithWhatItsRolesPermitNow() {
        StaffGrant grant = login();
        Caller caller = staff.resolve(grant.accessToken());
        assertThat(caller.staff()).isEqualTo(account);
        assertThat(caller.may(StaffPermission.WALLET_ADJUST)).isTrue();
        assertThat(caller.may(StaffPermission.STAFF_MANAGE)).isFalse();
        assertThat(grant.expiresIn()).isEqualTo(300);

        staff.behind
                .sql("delete from staff_account_role where account_id = :id")
                .param("id", account.text())
                .update();
        staff.bean(PermissionSnapshot.class).look();
        assertThat(staff.resolve(grant.accessToken()).permissions())
                .as("to see who he is and to log out")
                .containsExactly(StaffPermission.SESSION.wire());
    }

    @Test
    void neitherACustomersTokenNorOneOfTheCustomersKeyIsGoodHere() {
        assertRefused(new Tokens(LoginKeys.SIGNING_KEY).of(CustomerId.next().text()), ErrorCode.AUTH_REQUIRED);
        assertRefused(new Tokens(LoginKeys.STAFF_SIGNING_KEY).of(account.text()), ErrorCode.AUTH_REQUIRED);
        assertRefused("nonsense", ErrorCode.AUTH_REQUIRED);
        assertThat(staff.resolve(login().accessToken()).staff()).isEqualTo(account);
    }

    @Test
    void aKeyOfTheCustomersStopsTheStart() {
        assertThatThrownBy(() -> new StaffFixture(
                        Map.of("hub.staff.signing-keys." + LoginKeys.STAFF_KID, LoginKeys.SIGNING_KEY.toJSONString())))
                .rootCause()
                .hasMessageContaining("HUB_STAFF_SIGNINGKEYS")
                .hasMessageContaining("customers");
    }

    @Test
    void anAccessTokenEndsAfterFiveMinutes() {
        StaffGrant grant = login();
        staff.clock.advance(Duration.ofMinutes(5).plusSeconds(29));
        assertThat(staff.resolve(grant.accessToken()).staff()).isEqualTo(account);
        staff.clock.advance(Duration.ofSeconds(1));
        assertRefused(grant.accessToken(), ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void aRefreshTokenWorksOnceAndItsLostAnswerIsGivenAgainForTenSeconds() {
        StaffGrant first = login();
        StaffGrant second = refreshed(first);
        assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
        staff.clock.advance(Duration.ofSeconds(10));
        assertThat(refreshed(first).refreshToken()).as("the same successor").isEqualTo(second.refreshToken());
        assertThat(refreshed(second).refreshToken()).isNotEqualTo(second.refreshToken());
    }

    @Test
    void aSecondUseAfterTheGraceEndsTheSessionForBoth() {
        StaffGrant first = login();
        StaffGrant second = refreshed(first);
        staff.clock.advance(Duration.ofSeconds(10).plusMillis(1));
        assertThat(refresh(first.refreshToken())).isInstanceOf(Rotation.Reused.class);
        assertThat(refresh(second.refreshToken())).isInstanceOf(Rotation.Unknown.class);
        assertRefused(second.accessToken(), ErrorCode.AUTH_REQUIRED);
    }

    @Test
    void aTokenWhoseSuccessorWasUsedIsACopyEvenWithinTheGrace() {
        StaffGrant first = login();
        StaffGrant third = refreshed(refreshed(first));
        assertThat(refresh(first.refreshToken())).isInstanceOf(Rotation.Reused.class);
        assertRefused(third.accessToken(), ErrorCode.AUTH_REQUIRED);
    }

    @Test
    void aSessionEndsAfterThirtyIdleMinutesAndTwelveHoursInAnyCase() {
        StaffGrant idle = login();
        staff.clock.advance(Duration.ofMinutes(30));
        assertThat(refresh(idle.refreshToken())).isInstanceOf(Rotation.Expired.class);

        StaffGrant used = login();
        for (int i = 0; i < 28; i++) {
            staff.clock.advance(Duration.ofMinutes(25));
            used = refreshed(used);
        }
        staff.clock.advance(Duration.ofMinutes(19));
        used = refreshed(used);
        assertThat(used.expiresIn()).as("no token outlives its session").isEqualTo(60);
        staff.clock.advance(Duration.ofMinutes(1));
        assertThat(refresh(used.refreshToken())).isInstanceOf(Rotation.Expired.class);
    }

    @Test
    void whoeverIsDisabledIsOutOnEveryInstanceWithTheNextLook() {
        StaffGrant grant = login();
        EndedStaffSessions elsewhere = elsewhere();
        elsewhere.look();
        assertThat(elsewhere.contains(session(grant).text())).isFalse();
        SessionId session = session(grant);
        staff.inTransaction(() -> {
            staff.bean(StaffAccountStore.class).disable(account, staff.clock.instant());
            return staff.bean(StaffSessions.class).endAll(account, End.DISABLED);
        });
        assertRefused(grant.accessToken(), ErrorCode.AUTH_REQUIRED);
        assertThat(refresh(grant.refreshToken())).isInstanceOf(Rotation.Unknown.class);
        elsewhere.look();
        assertThat(elsewhere.contains(session.text())).isTrue();
        assertThat(staff.bean(Permissions.class).permissionsOf(account)).isEmpty();
    }

    private static EndedStaffSessions elsewhere() {
        return new EndedStaffSessions(
                staff.bean(StaffSessionStore.class), staff.bean(StaffSettings.class), staff.clock);
    }

    @Test
    void theIssuerEndsOneSessionOrAllOfAPerson() {
        StaffGrant one = login();
        StaffGrant other = staff.inTransaction(
                        () -> staff.bean(StaffSessions.class).start(account, "another"))
                .grant();
        String issuer = "https://issuer.example";
        StaffSessions sessions = staff.bean(StaffSessions.class);
        assertThat(staff.inTransaction(() -> sessions.endByIssuerSid("https://other.example", "issuers-own")))
                .isEmpty();
        assertThat(staff.resolve(one.accessToken()).staff()).isEqualTo(account);
        SessionId first = session(one);
        assertThat(staff.inTransaction(() -> sessions.endByIssuerSid(issuer, "issuers-own")))
                .contains(first);
        assertRefused(one.accessToken(), ErrorCode.AUTH_REQUIRED);
        assertThat(staff.resolve(other.accessToken()).staff()).isEqualTo(account);
        assertThat(staff.inTransaction(() -> sessions.endBySubject(issuer, account.text())))
                .hasSize(1);
        assertRefused(other.accessToken(), ErrorCode.AUTH_REQUIRED);
    }

    @Test
    void theEleventhSessionEndsTheOneUnusedForLongest() {
        StaffGrant first = login();
        for (int i = 0; i < 10; i++) {
            staff.clock.advance(Duration.ofSeconds(1));
            login();
        }
        assertRefused(first.accessToken(), ErrorCode.AUTH_REQUIRED);
        assertThat(staff.count(
                        "select count(*) from staff_session where ended_at is null and account_id = '" + account + "'"))
                .isEqualTo(10);
    }
}
