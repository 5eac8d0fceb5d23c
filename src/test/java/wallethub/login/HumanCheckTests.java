package wallethub.login;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.login.LoginFixture.DEVICE;
import static wallethub.login.LoginFixture.anybody;
import static wallethub.login.LoginFixture.refusal;
import static wallethub.login.LoginFixture.retryAfter;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wallethub.access.Caller;
import wallethub.id.ChallengeId;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;

/** A range that looks like message pumping gets codes where an installation can tell that a human asks, and only there. */
class HumanCheckTests {

    private static final String PROOF = "what-the-captcha-gave";
    private static final String ADDRESS = "203.0.113.9";
    private static final String MOBILE = "+96550990000";

    private final LoginFixture login =
            new LoginFixture(Map.of("hub.login.pumping.sent", 5), LoginFixture.Packages.class, Captcha.class);
    private final Captcha captcha = login.bean(Captcha.class);

    /** Believes one proof, and that from one address. */
    static final class Captcha implements HumanCheck {

        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public boolean passes(@Nullable String proof, @Nullable String address) {
            asked.incrementAndGet();
            assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                    .as("asked in a transaction")
                    .isFalse();
            return PROOF.equals(proof) && ADDRESS.equals(address);
        }
    }

    @AfterEach
    void close() {
        login.close();
    }

    /** Codes go to six numbers of one range, and nobody uses them. */
    @BeforeEach
    void trip() {
        for (int i = 0; i < 6; i++) {
            String mobile = "+965500%02d000".formatted(i);
            login.customer(mobile);
            login.challenge(mobile);
            login.deliver();
        }
        assertThat(login.count("select count(*) from login_tripped_prefix")).isEqualTo(1);
        assertThat(captcha.asked).as("nothing was in doubt").hasValue(0);
        login.clock.advance(Duration.ofSeconds(1));
    }

    private Answer request(@Nullable String proof, String address) {
        Map<String, String> document = new HashMap<>(Map.of("mobile", MOBILE, "language", "en", "deviceNonce", DEVICE));
        if (proof != null) {
            document.put("humanProof", proof);
        }
        return login.run("request-otp", Caller.anonymous(address), document);
    }

    @Test
    void aHumanGetsACodeAndLogsIn() {
        login.customer(MOBILE);
        assertThat(request(PROOF, ADDRESS)).isInstanceOf(Answer.Document.class);
        assertThat(captcha.asked).hasValue(1);
        login.deliver();
        ChallengeId challenge = new ChallengeId(login.behind
                .sql("select max(id) from login_challenge")
                .query(String.class)
                .single());
        assertThat(LoginFixture.grant(
                        login.verify(challenge, login.message(challenge).orElseThrow())))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"none, " + ADDRESS, "another-proof, " + ADDRESS, PROOF + ", 198.51.100.1"})
    void whoIsNotShownToBeOneIsRefusedAndNothingChanges(@Nullable String proof, String address) {
        Answer refused = request(proof, address);
        assertThat(refusal(refused)).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(retryAfter(refused)).isEqualTo(Duration.ofHours(1).minusSeconds(1));
        assertThat(captcha.asked).hasValue(1);
        assertThat(login.count("select count(*) from login_challenge")).isEqualTo(6);
        assertThat(login.count("select count(*) from login_mobile")).isEqualTo(6);
    }

    /** A letter that waited while its range was tripped is nobody's who was shown to be a human. */
    @Test
    void aCodeAskedForBeforeIsStillKept() {
        login.deliver();
        ChallengeId sixth = new ChallengeId(login.behind
                .sql("select id from login_challenge where sent_at is null")
                .query(String.class)
                .single());
        assertThat(login.message(sixth)).isEmpty();
    }

    @Test
    void nobodyIsAskedWhereNothingIsInDoubt() {
        assertThat(login.request("+966501234567", DEVICE, anybody())).isInstanceOf(Answer.Document.class);
        login.clock.advance(Duration.ofHours(1));
        assertThat(request(null, ADDRESS)).isInstanceOf(Answer.Document.class);
        assertThat(captcha.asked).hasValue(0);
    }
}
