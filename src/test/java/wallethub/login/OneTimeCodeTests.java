package wallethub.login;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.login.LoginFixture.DEVICE;
import static wallethub.login.LoginFixture.anybody;
import static wallethub.login.LoginFixture.grant;
import static wallethub.login.LoginFixture.refusal;
import static wallethub.login.LoginFixture.retryAfter;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.access.BearerTokens;
import wallethub.id.ChallengeId;
import wallethub.id.CustomerId;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;
import wallethub.testing.AtOnce;

/** Codes from the wish to the session, and everything that must not lead there. */
class OneTimeCodeTests {

    private static final String MOBILE = "+96550000001";
    private static final String OTHER = "+96550000002";
    private final LoginFixture login = new LoginFixture();

    @AfterEach
    void close() {
        login.close();
    }

    @Test
    void aRightCodeOpensASessionOfTheNumbersCustomer() {
        CustomerId customer = login.customer(MOBILE);
        Grant grant = login.login(MOBILE);
        var caller = login.bean(BearerTokens.class).resolve(grant.accessToken(), "10.0.0.1");
        assertThat(caller.customer()).isEqualTo(customer);
        assertThat(caller.session()).isNotNull();
        assertThat(grant.expiresIn()).isEqualTo(600);
    }

    @Test
    void arabicDigitsAreTheSameNumberAndTheSameCode() {
        login.customer(MOBILE);
        ChallengeId challenge =
                login.challenge("+\u0669\u0666\u0665 \u0665\u0660\u0660\u0660-\u0660\u0660\u0660\u0661");
        assertThat(refusal(login.request(
                        "+\u06F9\u06F6\u06F5\u06F5\u06F0\u06F0\u06F0\u06F0\u06F0\u06F0\u06F1", DEVICE, anybody())))
                .as("limits are keyed by the folded number")
                .isEqualTo(ErrorCode.OTP_COOLDOWN);
        login.deliver();
        String typed = login.message(challenge)
                .orElseThrow()
                .chars()
                .mapToObj(digit -> String.valueOf((char) (0x06F0 + digit - '0')))
                .reduce("", String::concat);
        assertThat(grant(login.verify(challenge, typed)).refreshToken()).hasSize(43);
    }

    @Test
    void aCodeIsGoodOnce() {
        login.customer(MOBILE);
        ChallengeId challenge = login.challenge(MOBILE);
        login.deliver();
        String code = login.message(challenge).orElseThrow();
        assertThat(grant(login.verify(challenge, code))).isNotNull();
        assertThat(refusal(login.verify(challenge, code))).isEqualTo(ErrorCode.OTP_INVALID);
        assertThat(sessions()).isEqualTo(1);
    }

    @Test
    void aCodeIsOfItsChallengeAndItsDevice() {
        login.customer(MOBILE);
        login.customer(OTHER);
        ChallengeId one = login.challenge(MOBILE);
        ChallengeId other = login.challenge(OTHER);
        if (!login.code(one).equals(login.code(other))) {
            assertThat(refusal(login.verify(other, login.code(one)))).isEqualTo(ErrorCode.OTP_INVALID);
        }
        assertThat(refusal(login.verify(one, login.code(one), "another-device-of-the-tests-01")))
                .isEqualTo(ErrorCode.OTP_INVALID);
        assertThat(refusal(login.verify(ChallengeId.next(), login.code(one)))).isEqualTo(ErrorCode.OTP_INVALID);
        assertThat(sessions()).isZero();
        assertThat(tries(one)).as("another device spends no try").isZero();
    }

    @Test
    void aNewChallengeKillsTheOldOne() {
        login.customer(MOBILE);
        ChallengeId old = login.challenge(MOBILE);
        login.clock.advance(Duration.ofSeconds(60));
        ChallengeId fresh = login.challenge(MOBILE);
        assertThat(refusal(login.verify(old, login.code(old)))).isEqualTo(ErrorCode.OTP_INVALID);
        assertThat(grant(login.verify(fresh, login.code(fresh)))).isNotNull();
    }

    @Test
    void aCodeExpires() {
        login.customer(MOBILE);
        ChallengeId challenge = login.challenge(MOBILE);
        login.clock.advance(Duration.ofMinutes(5));
        assertThat(refusal(login.verify(challenge, login.code(challenge)))).isEqualTo(ErrorCode.OTP_EXPIRED);
        assertThat(sessions()).isZero();
    }

    @Test
    void theRightCodeAfterTheFifthWrongOneFails() {
        login.customer(MOBILE);
        ChallengeId challenge = login.challenge(MOBILE);
        for (int i = 0; i < 5; i++) {
            assertThat(refusal(login.verify(challenge, login.wrong(challenge)))).isEqualTo(ErrorCode.OTP_INVALID);
        }
        Answer locked = login.verify(challenge, login.code(challenge));
        assertThat(refusal(locked)).isEqualTo(ErrorCode.OTP_LOCKED);
        assertThat(retryAfter(locked)).isEqualTo(Duration.ofSeconds(60));
        assertThat(sessions()).isZero();
    }

    @Test
    void twoHundredTriesAtOnceAreFiveComparisons() {
        login.customer(MOBILE);
        ChallengeId challenge = login.challenge(MOBILE);
        String wrong = login.wrong(challenge);
        Set<ErrorCode> codes = new HashSet<>();
        long compared = 0;
        for (Answer answer : AtOnce.runOn(40, 200, n -> login.verify(challenge, wrong))) {
            codes.add(refusal(answer));
            compared += refusal(answer) == ErrorCode.OTP_INVALID ? 1 : 0;
        }
        assertThat(compared).isEqualTo(5);
        assertThat(tries(challenge)).isEqualTo(5);
        assertThat(codes).containsExactlyInAnyOrder(ErrorCode.OTP_INVALID, ErrorCode.OTP_LOCKED);
        assertThat(login.count("select failure_count from login_guess")).isEqualTo(5);
    }

    @Test
    void twoHundredRightCodesAtOnceAreOneSession() {
        login.customer(MOBILE);
        ChallengeId challenge = login.challenge(MOBILE);
        String code = login.code(challenge);
        long granted = 0;
        for (Answer answer : AtOnce.runOn(40, 200, n -> login.verify(challenge, code))) {
            granted += answer instanceof Answer.Document ? 1 : 0;
        }
        assertThat(granted).isEqualTo(1);
        assertThat(sessions()).isEqualTo(1);
    }

    @Test
    void wrongCodesMakeTheNumberWaitLongerEachTime() {
        login.customer(MOBILE);
        for (Duration wait : List.of(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(4))) {
            ChallengeId last = null;
            for (int i = 0; i < 2; i++) {
                last = fiveWrong();
            }
            login.clock.advance(Duration.ofMinutes(11));
            ChallengeId next = login.challenge(MOBILE);
            Answer waiting = login.verify(next, login.code(next));
            assertThat(refusal(waiting)).isEqualTo(ErrorCode.OTP_LOCKED);
            assertThat(retryAfter(waiting)).isEqualTo(wait.minusMinutes(11));
            login.deliver();
            assertThat(login.message(next))
                    .as("a code that could not be used costs nothing")
                    .isEmpty();
            login.clock.advance(wait);
            assertThat(last).isNotNull();
        }
        assertThat(sessions()).isZero();
        login.clock.advance(Duration.ofHours(24));
        assertThat(login.login(MOBILE))
                .as("nobody is locked out by strangers for good")
                .isNotNull();
    }

    private ChallengeId fiveWrong() {
        login.clock.advance(Duration.ofMinutes(31));
        ChallengeId challenge = login.challenge(MOBILE);
        for (int i = 0; i < 5; i++) {
            assertThat(refusal(login.verify(challenge, login.wrong(challenge)))).isEqualTo(ErrorCode.OTP_INVALID);
        }
        return challenge;
    }

    @Test
    void strangersDoNotKeepAKnownDeviceWaiting() {
        login.customer(MOBILE);
        assertThat(login.login(MOBILE)).isNotNull();
        String stranger = "device-nonce-of-a-stranger-001";
        for (int i = 0; i < 2; i++) {
            login.clock.advance(Duration.ofMinutes(31));
            ChallengeId challenge = login.challenge(MOBILE, stranger);
            for (int j = 0; j < 5; j++) {
                assertThat(refusal(login.verify(challenge, login.wrong(challenge), stranger)))
                        .isEqualTo(ErrorCode.OTP_INVALID);
            }
        }
        login.clock.advance(Duration.ofMinutes(5));
        ChallengeId his = login.challenge(MOBILE, stranger);
        assertThat(refusal(login.verify(his, login.code(his), stranger))).isEqualTo(ErrorCode.OTP_LOCKED);
        login.clock.advance(Duration.ofMinutes(5));
        assertThat(login.login(MOBILE)).isNotNull();
    }

    @Test
    void aHundredWrongCodesInARowNeedAnotherFactor() {
        login.customer(MOBILE);
        assertThat(login.login(MOBILE)).isNotNull();
        String stranger = "device-nonce-of-a-stranger-001";
        ChallengeId first = login.challenge(MOBILE, stranger);
        assertThat(refusal(login.verify(first, login.wrong(first), stranger))).isEqualTo(ErrorCode.OTP_INVALID);
        login.behind.sql("update login_guess set consecutive_count = 100").update();
        Answer exhausted = login.verify(first, login.code(first), stranger);
        assertThat(refusal(exhausted)).isEqualTo(ErrorCode.OTP_LOCKED);
        login.clock.advance(Duration.ofDays(2));
        ChallengeId later = login.challenge(MOBILE, stranger);
        assertThat(refusal(login.verify(later, login.code(later), stranger))).isEqualTo(ErrorCode.OTP_LOCKED);
        login.clock.advance(Duration.ofMinutes(2));
        assertThat(login.login(MOBILE))
                .as("the device that the customer has is the other factor")
                .isNotNull();
        login.clock.advance(Duration.ofMinutes(2));
        ChallengeId after = login.challenge(MOBILE, stranger);
        assertThat(grant(login.verify(after, login.code(after), stranger))).isNotNull();
    }

    @Test
    void aNumberOfNobodyGetsAChallengeAndNoMessage() {
        ChallengeId challenge = login.challenge(MOBILE);
        login.deliver();
        assertThat(login.message(challenge)).isEmpty();
        assertThat(refusal(login.verify(challenge, login.code(challenge)))).isEqualTo(ErrorCode.OTP_INVALID);
        assertThat(sessions()).isZero();
    }

    @Test
    void aNumberOfTwoCustomersIsNobodys() {
        login.customer(MOBILE);
        login.customer(MOBILE);
        ChallengeId challenge = login.challenge(MOBILE);
        login.deliver();
        assertThat(login.message(challenge)).isEmpty();
        assertThat(refusal(login.verify(challenge, login.code(challenge)))).isEqualTo(ErrorCode.OTP_INVALID);
    }

    @Test
    void aMergedCustomerLogsInAsTheSurvivor() {
        CustomerId merged = login.customer(MOBILE);
        CustomerId survivor = login.customer(OTHER);
        login.merge(merged, survivor);
        var caller = login.bean(BearerTokens.class).resolve(login.login(MOBILE).accessToken(), "10.0.0.1");
        assertThat(caller.customer()).isEqualTo(survivor);
    }

    private long sessions() {
        return login.count("select count(*) from login_session");
    }

    private long tries(ChallengeId challenge) {
        return login.count("select try_count from login_challenge where id = '" + challenge + "'");
    }
}
