package wallethub.login;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.login.LoginFixture.DEVICE;
import static wallethub.login.LoginFixture.anybody;
import static wallethub.login.LoginFixture.refusal;
import static wallethub.login.LoginFixture.retryAfter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wallethub.access.Caller;
import wallethub.id.ChallengeId;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;
import wallethub.testing.SealedLetters;

/** How often codes are asked for, and by whom; known and unknown numbers are counted alike. */
class SendingLimitTests {

    private static final String MOBILE = "+96550000001";
    private final LoginFixture login = new LoginFixture();

    @AfterEach
    void close() {
        login.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNextCodeWaitsLongerEachTimeAndTheSixthOfAnHourLonger(boolean known) {
        if (known) {
            login.customer(MOBILE);
        }
        for (int pause : List.of(60, 120, 300, 300)) {
            assertThat(login.challenge(MOBILE)).isNotNull();
            login.clock.advance(Duration.ofSeconds(1));
            Answer early = login.request(MOBILE, DEVICE, anybody());
            assertThat(refusal(early)).isEqualTo(ErrorCode.OTP_COOLDOWN);
            assertThat(retryAfter(early)).isEqualTo(Duration.ofSeconds(pause - 1));
            login.clock.advance(Duration.ofSeconds(pause - 1));
        }
        assertThat(login.challenge(MOBILE)).isNotNull();
        login.clock.advance(Duration.ofMinutes(5));
        Answer sixth = login.request(MOBILE, DEVICE, anybody());
        assertThat(refusal(sixth)).isEqualTo(ErrorCode.OTP_COOLDOWN);
        assertThat(retryAfter(sixth)).isEqualTo(Duration.ofHours(1).minusSeconds(60 + 120 + 300 * 3));
        assertThat(login.count("select count(*) from login_challenge")).isEqualTo(5);
    }

    @Test
    void tenADayAndNoMore() {
        for (int i = 0; i < 10; i++) {
            assertThat(login.challenge(MOBILE)).isNotNull();
            login.clock.advance(Duration.ofMinutes(61));
        }
        Answer eleventh = login.request(MOBILE, DEVICE, anybody());
        assertThat(refusal(eleventh)).isEqualTo(ErrorCode.OTP_COOLDOWN);
        assertThat(retryAfter(eleventh)).isEqualTo(Duration.ofHours(24).minusMinutes(610));
        assertThat(login.count("select count(*) from login_challenge")).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "2001:db8:1:2::%x"})
    void anAddressOrAWholeNetworkOfSixtyFourBitsHasTenInTenMinutes(String address) {
        for (int i = 0; i < 10; i++) {
            Caller from = Caller.anonymous(address.formatted(i + 1));
            assertThat(login.request("+9655000%04d".formatted(i * 11), DEVICE, from))
                    .isInstanceOf(Answer.Document.class);
        }
        Answer refused = login.request("+96551230000", DEVICE, Caller.anonymous(address.formatted(99)));
        assertThat(refusal(refused)).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(retryAfter(refused)).isEqualTo(Duration.ofMinutes(10));
        assertThat(login.request("+96551230000", DEVICE, Caller.anonymous("2001:db8:1:3::1")))
                .as("what the address used up is not the number's")
                .isInstanceOf(Answer.Document.class);
    }

    @Test
    void numbersThatDifferInTheirLastDigitsShareTwentyAnHour() {
        for (int i = 0; i < 20; i++) {
            assertThat(login.challenge("+9655000%04d".formatted(i))).isNotNull();
        }
        Answer refused = login.request("+96550009999", DEVICE, anybody());
        assertThat(refusal(refused)).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(retryAfter(refused)).isEqualTo(Duration.ofHours(1));
        assertThat(login.challenge("+96550010000")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+14155550100",
                "+442079460000",
                "+96522412345",
                "96550000001",
                "+965500000",
                "+9655000000123456",
                "+965 ext 5",
                "+800123456789",
                "nonsense"
            })
    void onlyMobileNumbersOfListedCountriesAreTaken(String number) {
        assertThat(refusal(login.request(number, DEVICE, anybody()))).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(login.count("select count(*) from login_challenge")).isZero();
        assertThat(SealedLetters.of(login.behind, CodeLetters.OWN_MAPPING)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+966501234567", "+971501234567", "+96550000001", "+97336001234", "+97433123456", "+96892123456"
            })
    void mobileNumbersOfTheGulfAreTaken(String number) {
        assertThat(login.challenge(number)).isNotNull();
    }

    @Test
    void aRangeWhoseCodesAreNotUsedIsTrippedAndAHumanMayStillPass() {
        try (LoginFixture strict = new LoginFixture(Map.of("hub.login.pumping.sent", 5))) {
            for (int i = 0; i < 6; i++) {
                String mobile = "+965500%02d000".formatted(i);
                strict.customer(mobile);
                ChallengeId challenge = strict.challenge(mobile);
                strict.deliver();
                assertThat(strict.message(challenge).isPresent()).isEqualTo(i < 5);
            }
            assertThat(strict.count("select count(*) from login_tripped_prefix where operator_prefix = '+9655'"))
                    .isEqualTo(1);
            Answer refused = strict.request("+96550990000", DEVICE, anybody());
            assertThat(refusal(refused)).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(retryAfter(refused)).isEqualTo(Duration.ofHours(1));
            assertThat(strict.challenge("+966501234567")).as("another operator").isNotNull();
            assertThat(strict.meters.counter("hub.login.tripped").count()).isEqualTo(1);
            strict.clock.advance(Duration.ofHours(1));
            assertThat(strict.challenge("+96550990000")).isNotNull();
        }
    }

    @Test
    void aRangeWhoseCodesAreUsedIsNotTripped() {
        try (LoginFixture strict = new LoginFixture(Map.of("hub.login.pumping.sent", 5))) {
            for (int i = 0; i < 8; i++) {
                String mobile = "+965500%02d000".formatted(i);
                strict.customer(mobile);
                assertThat(strict.login(mobile)).isNotNull();
            }
            assertThat(strict.count("select count(*) from login_tripped_prefix"))
                    .isZero();
        }
    }

    @Test
    void theBudgetOfADayIsTheEndOfMessagesAndNotOfAnswers() {
        try (LoginFixture poor =
                new LoginFixture(Map.of("hub.login.sending.daily-budget", "0.10", "hub.login.sending.price", "0.05"))) {
            for (int i = 0; i < 3; i++) {
                String mobile = "+965500%02d000".formatted(i);
                poor.customer(mobile);
                ChallengeId challenge = poor.challenge(mobile);
                poor.deliver();
                assertThat(poor.message(challenge).isPresent()).isEqualTo(i < 2);
            }
            poor.challenge("+96550990000");
            poor.deliver();
            assertThat(poor.meters
                            .counter("hub.login.not.sent", "reason", "unknown")
                            .count())
                    .as("a number of nobody costs nothing")
                    .isPositive();
        }
    }

    @Test
    void aLetterThatComesTwiceIsOneMessage() {
        login.customer(MOBILE);
        login.challenge(MOBILE);
        login.deliver();
        login.deliver();
        assertThat(SealedLetters.of(login.behind, CodeLetters.MESSAGE_MAPPING)).hasSize(1);
        assertThat(login.meters.counter("hub.login.sent").count()).isEqualTo(1);
    }
}
