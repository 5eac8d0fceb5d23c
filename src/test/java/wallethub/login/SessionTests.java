package wallethub.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.login.LoginFixture.grant;
import static wallethub.login.LoginFixture.refusal;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.access.BearerTokens;
import wallethub.access.Caller;
import wallethub.access.SessionTokens;
import wallethub.id.CustomerId;
import wallethub.id.SessionId;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;
import wallethub.testing.AtOnce;

/** Sessions: refresh tokens are used once, and an end is an end. */
class SessionTests {

    private static final String MOBILE = "+96550000001";
    private static final String OTHER = "+96550000002";
    private final LoginFixture login = new LoginFixture();

    @AfterEach
    void close() {
        login.close();
    }

    private Caller caller(Grant grant) {
        return login.bean(BearerTokens.class).resolve(grant.accessToken(), "10.0.0.1");
    }

    private void assertRefused(Grant grant, ErrorCode code) {
        assertThatThrownBy(() -> caller(grant))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aRefreshTokenIsUsedOnceAndItsReuseEndsTheSession() {
        login.customer(MOBILE);
        Grant first = login.login(MOBILE);
        Grant second = grant(login.refresh(first.refreshToken()));
        Grant third = grant(login.refresh(second.refreshToken()));
        assertThat(Set.of(first.refreshToken(), second.refreshToken(), third.refreshToken()))
                .hasSize(3);
        assertThat(refusal(login.refresh(first.refreshToken()))).isEqualTo(ErrorCode.REFRESH_REUSED);
        assertThat(refusal(login.refresh(third.refreshToken())))
                .as("the owner's is over too")
                .isEqualTo(ErrorCode.AUTH_REQUIRED);
        assertRefused(third, ErrorCode.AUTH_REQUIRED);
        assertThat(login.count("select count(*) from login_session where end_reason = 'reuse'"))
                .isEqualTo(1);
        assertThat(login.meters.counter("hub.login.reused").count()).isEqualTo(1);
    }

    @Test
    void aLostAnswerMayBeAskedForAgainForTenSecondsAndIsTheSame() {
        login.customer(MOBILE);
        Grant first = login.login(MOBILE);
        Grant lost = grant(login.refresh(first.refreshToken()));
        login.clock.advance(Duration.ofSeconds(10));
        assertThat(grant(login.refresh(first.refreshToken())).refreshToken()).isEqualTo(lost.refreshToken());
        assertThat(grant(login.refresh(lost.refreshToken()))).isNotNull();
        assertThat(refusal(login.refresh(first.refreshToken())))
                .as("the successor is used")
                .isEqualTo(ErrorCode.REFRESH_REUSED);
    }

    @Test
    void afterTheGraceItIsAReuse() {
        login.customer(MOBILE);
        Grant first = login.login(MOBILE);
        assertThat(grant(login.refresh(first.refreshToken()))).isNotNull();
        login.clock.advance(Duration.ofMillis(10_001));
        assertThat(refusal(login.refresh(first.refreshToken()))).isEqualTo(ErrorCode.REFRESH_REUSED);
    }

    @Test
    void oneTokenRefreshedByManyAtOnceHasOneSuccessor() {
        login.customer(MOBILE);
        String token = login.login(MOBILE).refreshToken();
        Set<String> successors =
                Set.copyOf(AtOnce.runOn(20, 40, n -> grant(login.refresh(token)).refreshToken()));
        assertThat(successors).hasSize(1);
        assertThat(login.count("select count(*) from login_refresh where spent_at is null"))
                .isEqualTo(1);
    }

    @Test
    void aSessionEndsWhenItIsNotUsedAndInAnyCase() {
        login.customer(MOBILE);
        Grant idle = login.login(MOBILE);
        login.clock.advance(Duration.ofDays(14));
        assertThat(refusal(login.refresh(idle.refreshToken()))).isEqualTo(ErrorCode.TOKEN_EXPIRED);
        Grant used = login.login(MOBILE);
        for (int day = 0; day < 3; day++) {
            login.clock.advance(Duration.ofDays(9));
            used = grant(login.refresh(used.refreshToken()));
        }
        login.clock.advance(Duration.ofDays(3).minusSeconds(60));
        used = grant(login.refresh(used.refreshToken()));
        assertThat(used.expiresIn()).as("no token outlives its session").isEqualTo(60);
        login.clock.advance(Duration.ofSeconds(60));
        assertThat(refusal(login.refresh(used.refreshToken()))).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void anAccessTokenExpires() {
        login.customer(MOBILE);
        Grant grant = login.login(MOBILE);
        assertThat(caller(grant).session()).isNotNull();
        login.clock.advance(Duration.ofMinutes(10).plus(SessionTokens.SKEW).minusSeconds(1));
        assertThat(caller(grant).session()).isNotNull();
        login.clock.advance(Duration.ofSeconds(1));
        assertRefused(grant, ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void logoutEndsThisSessionAndNoOther() {
        login.customer(MOBILE);
        Grant one = login.login(MOBILE);
        Grant other = login.login(MOBILE);
        assertThat(login.run("logout", caller(one), Map.of())).isInstanceOf(Answer.Document.class);
        assertRefused(one, ErrorCode.AUTH_REQUIRED);
        assertThat(refusal(login.refresh(one.refreshToken()))).isEqualTo(ErrorCode.AUTH_REQUIRED);
        assertThat(caller(other).session()).isNotNull();
        assertThat(grant(login.refresh(other.refreshToken()))).isNotNull();
    }

    @Test
    void anEndElsewhereIsSeenWithTheNextLookOrAskedForWhenLooksFail() {
        login.customer(MOBILE);
        Grant grant = login.login(MOBILE);
        String session = Objects.requireNonNull(caller(grant).session());
        EndedSessions elsewhere =
                new EndedSessions(login.bean(SessionStore.class), login.bean(LoginSettings.class), login.clock);
        elsewhere.look();
        assertThat(elsewhere.contains(session)).isFalse();
        login.run("logout", caller(grant), Map.of());
        elsewhere.look();
        assertThat(elsewhere.contains(session)).isTrue();
        EndedSessions neverLooked =
                new EndedSessions(login.bean(SessionStore.class), login.bean(LoginSettings.class), login.clock);
        assertThat(neverLooked.contains(session)).isTrue();
        login.database.close();
        EndedSessions blind =
                new EndedSessions(login.bean(SessionStore.class), login.bean(LoginSettings.class), login.clock);
        assertThatThrownBy(() -> blind.contains(session))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
    }

    @Test
    void aCustomerSeesAndEndsOwnSessionsOnly() {
        login.customer(MOBILE);
        login.customer(OTHER);
        Grant mine = login.login(MOBILE);
        Grant second = login.login(MOBILE);
        Grant others = login.login(OTHER);
        SessionsView view =
                (SessionsView) ((Answer.Document) login.run("list-sessions", caller(mine), Map.of())).body();
        assertThat(view).isNotNull();
        assertThat(view.items())
                .extracting(SessionsView.Item::id)
                .containsExactlyInAnyOrder(
                        caller(mine).session(), caller(second).session());
        assertThat(view.items().stream().filter(SessionsView.Item::current))
                .extracting(SessionsView.Item::id)
                .containsExactly(caller(mine).session());

        Answer foreign = login.run(
                "end-session", caller(mine), Map.of("id", caller(others).session()));
        Answer random = login.run(
                "end-session", caller(mine), Map.of("id", SessionId.next().text()));
        assertThat(foreign).isEqualTo(random);
        assertThat(refusal(foreign)).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(caller(others).session()).as("nothing changed").isNotNull();

        assertThat(login.run(
                        "end-session", caller(mine), Map.of("id", caller(second).session())))
                .isInstanceOf(Answer.Document.class);
        assertRefused(second, ErrorCode.AUTH_REQUIRED);
    }

    @Test
    void theSessionUnusedForLongestGivesWay() {
        try (LoginFixture few = new LoginFixture(Map.of("hub.login.sessions", 2))) {
            few.customer(MOBILE);
            Grant first = few.login(MOBILE);
            few.clock.advance(Duration.ofSeconds(1));
            Grant second = few.login(MOBILE);
            few.clock.advance(Duration.ofSeconds(1));
            first = grant(few.refresh(first.refreshToken()));
            few.clock.advance(Duration.ofSeconds(1));
            assertThat(few.login(MOBILE)).isNotNull();
            assertThat(refusal(few.refresh(second.refreshToken()))).isEqualTo(ErrorCode.AUTH_REQUIRED);
            assertThat(grant(few.refresh(first.refreshToken()))).isNotNull();
        }
    }

    @Test
    void aCustomerThatIsMergedGoesOnAsTheSurvivor() {
        CustomerId merged = login.customer(MOBILE);
        Grant grant = login.login(MOBILE);
        CustomerId survivor = login.customer(OTHER);
        login.merge(merged, survivor);
        assertThat(caller(grant(login.refresh(grant.refreshToken()))).customer())
                .isEqualTo(survivor);
    }

    @Test
    void tokensLieInNoTable() {
        login.customer(MOBILE);
        Grant grant = grant(login.refresh(login.login(MOBILE).refreshToken()));
        assertThat(login.count(
                        "select count(*) from login_refresh r where r::text like '%" + grant.refreshToken() + "%'"))
                .isZero();
    }

    @Test
    void whatIsOldIsDropped() {
        login.customer(MOBILE);
        Grant grant = login.login(MOBILE);
        assertThat(grant(login.refresh(grant.refreshToken()))).isNotNull();
        login.clock.advance(Duration.ofSeconds(11));
        purge();
        assertThat(login.count("select count(*) from login_refresh where successor_sealed is not null"))
                .isZero();
        assertThat(login.count("select count(*) from login_challenge")).isEqualTo(1);
        login.clock.advance(Duration.ofDays(61));
        purge();
        assertThat(login.count("select (select count(*) from login_challenge) + (select count(*) from login_session)"
                        + " + (select count(*) from login_refresh) + (select count(*) from login_mobile)"))
                .isZero();
    }

    private void purge() {
        assertThat(login.operations.run("purge-logins", Caller.system("login-purge"), null))
                .isInstanceOf(Answer.Document.class);
    }
}
