package wallethub.staff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import wallethub.access.Caller;
import wallethub.operation.Answer;
import wallethub.operation.Operations;
import wallethub.problem.ErrorCode;
import wallethub.testing.TestClock;

/** The steps of a login from the portal to its tokens, at an issuer of the tests and without HTTP to the hub. */
final class LoginWalk implements AutoCloseable {

    static final String PORTAL = "https://portal.example/after?tab=1";
    static final String VERIFIER = "verifier-of-the-portal-" + UUID.randomUUID();

    private static final JsonMapper JSON = new JsonMapper();

    final TestIssuer issuer;
    final StaffFixture staff;

    LoginWalk(Map<String, String> changes) {
        TestClock clock = new TestClock(StaffFixture.NOW);
        issuer = new TestIssuer(clock);
        Map<String, String> settings = new HashMap<>(issuer.settings());
        settings.putAll(changes);
        staff = new StaffFixture(settings, clock);
    }

    /** As on the first day: nobody was here, the issuer tells the truth, and what the hub has read of it is too old. */
    void beginAnew() {
        issuer.tellTheTruth();
        staff.behind
                .sql("truncate staff_account, staff_account_role, staff_session, staff_refresh, staff_login_attempt,"
                        + " staff_logout_token")
                .update();
        staff.clock.advance(Duration.ofHours(2));
    }

    Answer run(String operation, Map<String, ?> document) {
        return run(operation, Caller.anonymous(StaffFixture.ADDRESS), document);
    }

    Answer run(String operation, Caller caller, Map<String, ?> document) {
        return staff.bean(Operations.class)
                .run(operation, caller, JSON.valueToTree(document).toString().getBytes(UTF_8));
    }

    static URI location(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Document.class);
        Answer.Document document = (Answer.Document) answer;
        assertThat(document.status()).isEqualTo(302);
        assertThat(document.headers()).containsEntry("Cache-Control", "no-store");
        return URI.create(String.valueOf(document.headers().get("Location")));
    }

    static @Nullable String parameter(URI url, String name) {
        return Stream.of(url.getRawQuery().split("&"))
                .filter(one -> one.startsWith(name + "="))
                .map(one -> one.substring(name.length() + 1))
                .findFirst()
                .orElse(null);
    }

    static ErrorCode refusal(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refusal.class);
        return ((Answer.Refusal) answer).code();
    }

    URI begin() {
        return location(run(
                "begin-staff-login",
                Map.of("returnUrl", PORTAL, "codeChallenge", IssuerLogin.challenge(VERIFIER), "breakGlass", false)));
    }

    Answer finish(@Nullable String state, String code) {
        return run("finish-staff-login", Map.of("state", String.valueOf(state), "code", code));
    }

    /** Where the portal is told of its login. */
    URI back() {
        URI address = begin();
        return location(finish(parameter(address, "state"), issuer.code(address)));
    }

    Answer redeem(@Nullable String code, String verifier) {
        return run("redeem-staff-code", Map.of("code", String.valueOf(code), "codeVerifier", verifier));
    }

    StaffGrant login() {
        Answer answer = redeem(parameter(back(), "code"), VERIFIER);
        assertThat(answer).isInstanceOf(Answer.Document.class);
        return (StaffGrant) Objects.requireNonNull(((Answer.Document) answer).body());
    }

    void assertNobody(URI back, String error) {
        assertThat(back.toString()).isEqualTo(PORTAL + "&error=" + error);
        assertThat(staff.count("select count(*) from staff_session")).isZero();
        assertThat(staff.count("select count(*) from staff_login_attempt where code_hash is not null"))
                .isZero();
    }

    @Override
    public void close() {
        staff.close();
        issuer.close();
    }
}
