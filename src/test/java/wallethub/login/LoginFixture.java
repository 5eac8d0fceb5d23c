package wallethub.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.Caller;
import wallethub.id.ChallengeId;
import wallethub.id.CustomerId;
import wallethub.operation.Answer;
import wallethub.operation.Operations;
import wallethub.problem.ErrorCode;
import wallethub.testing.CustomerRow;
import wallethub.testing.PackageContext;
import wallethub.testing.SealedLetters;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** The login on a database of its own, without HTTP and without Camel; its messages stay in the lane to be read. */
final class LoginFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final String DEVICE = "device-nonce-of-the-tests-0001";
    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    final TestClock clock = new TestClock(NOW);
    final HikariDataSource database = new HikariDataSource();
    final JdbcClient behind;
    final SimpleMeterRegistry meters;
    final Operations operations;
    private final AnnotationConfigApplicationContext context;

    LoginFixture() {
        this(Map.of());
    }

    LoginFixture(Map<String, Object> settings) {
        this(settings, Packages.class);
    }

    /** @param classes {@link Packages}, and what an installation adds to it */
    LoginFixture(Map<String, Object> settings, Class<?>... classes) {
        database.setJdbcUrl(TestDatabase.freshUrl());
        database.setUsername("hub_app");
        database.setMaximumPoolSize(16);
        behind = JdbcClient.create(TestDatabase.behind(database));
        Map<String, Object> all = new HashMap<>();
        // Nobody is called: what lies in the lane notify stays there.
        all.put("hub.sms.url", "http://localhost:1");
        all.put("hub.sms.token", "sms-token-of-the-tests");
        all.putAll(settings);
        context = PackageContext.of(database, clock, all, classes);
        meters = context.getBean(SimpleMeterRegistry.class);
        operations = context.getBean(Operations.class);
    }

    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.database",
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.access",
                "wallethub.operation",
                "wallethub.ledger",
                "wallethub.customer",
                "wallethub.login"
            },
            excludeFilters = {
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.camel\\..*"),
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Tests|IT|Fixture).*")
            })
    static class Packages {}

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** A customer as the CRM would have made it, past the CRM. */
    CustomerId customer(String mobile) {
        CustomerRow row = CustomerRow.of(mobile);
        row.insert(behind);
        return row.id();
    }

    void merge(CustomerId merged, CustomerId survivor) {
        behind.sql("insert into customer_alias values (:merged, :survivor, 2, now())")
                .param("merged", merged.text())
                .param("survivor", survivor.text())
                .update();
    }

    /** A different address each time: these tests are not about addresses. */
    static Caller anybody() {
        int number = ADDRESSES.incrementAndGet();
        return Caller.anonymous("10." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255));
    }

    Answer request(String mobile, String device, Caller caller) {
        return run("request-otp", caller, Map.of("mobile", mobile, "language", "en", "deviceNonce", device));
    }

    /** A challenge for that number; what the answer was otherwise fails. */
    ChallengeId challenge(String mobile) {
        return challenge(mobile, DEVICE);
    }

    ChallengeId challenge(String mobile, String device) {
        Answer answer = request(mobile, device, anybody());
        if (answer instanceof Answer.Document document
                && document.body() instanceof RequestOtpOutcome.Challenged challenged) {
            return challenged.challengeId();
        }
        throw new AssertionError("no challenge but " + answer);
    }

    /** What the internal lane does with what lies in it. */
    void deliver() {
        for (JsonNode letter : SealedLetters.of(behind, CodeLetters.OWN_MAPPING)) {
            Answer unused = operations.run("send-login-code", Caller.system("login-send-code"), bytes(letter));
        }
    }

    /** The code that the person with the phone reads; empty when no message went out. */
    java.util.Optional<String> message(ChallengeId challenge) {
        return SealedLetters.of(behind, CodeLetters.MESSAGE_MAPPING).stream()
                .filter(letter -> letter.path("challengeId").asText().equals(challenge.text()))
                .map(letter -> letter.path("code").asText())
                .findFirst();
    }

    /** The code, whether it was sent or not: what nobody outside can know. */
    String code(ChallengeId challenge) {
        return SealedLetters.of(behind, CodeLetters.OWN_MAPPING).stream()
                .filter(letter -> letter.path("challengeId").asText().equals(challenge.text()))
                .map(letter -> letter.path("code").asText())
                .findFirst()
                .orElseThrow();
    }

    String wrong(ChallengeId challenge) {
        return code(challenge).equals("000000") ? "000001" : "000000";
    }

    Answer verify(ChallengeId challenge, String code) {
        return verify(challenge, code, DEVICE);
    }

    Answer verify(ChallengeId challenge, String code, String device) {
        return run(
                "verify-otp", anybody(), Map.of("challengeId", challenge.text(), "code", code, "deviceNonce", device));
    }

    /** Logged in from one end to the other. */
    Grant login(String mobile) {
        ChallengeId challenge = challenge(mobile);
        deliver();
        return grant(verify(challenge, message(challenge).orElseThrow()));
    }

    Answer refresh(String token) {
        return run("refresh-token", anybody(), Map.of("refreshToken", token));
    }

    Answer run(String operation, Caller caller, Map<String, String> document) {
        return operations.run(operation, caller, bytes(JSON.valueToTree(document)));
    }

    static Grant grant(Answer answer) {
        if (answer instanceof Answer.Document document && document.body() instanceof Grant grant) {
            return grant;
        }
        throw new AssertionError("no tokens but " + answer);
    }

    static ErrorCode refusal(Answer answer) {
        return refused(answer).code();
    }

    static Duration retryAfter(Answer answer) {
        return Duration.ofSeconds(
                Long.parseLong(String.valueOf(refused(answer).extras().get("retryAfterSeconds"))));
    }

    private static Answer.Refusal refused(Answer answer) {
        if (answer instanceof Answer.Refusal refusal) {
            return refusal;
        }
        throw new AssertionError("no refusal but " + answer);
    }

    long count(String sql) {
        return behind.sql(sql).query(Long.class).single();
    }

    private static byte[] bytes(JsonNode document) {
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}
