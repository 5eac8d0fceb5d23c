package wallethub.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.id.ChallengeId;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.operation.Answer;
import wallethub.operation.Operations;
import wallethub.problem.ErrorCode;
import wallethub.testing.LoginKeys;
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
    final JdbcClient jdbc;
    final JdbcClient behind;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Operations operations;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    LoginFixture() {
        this(Map.of());
    }

    LoginFixture(Map<String, Object> settings) {
        database.setJdbcUrl(TestDatabase.freshUrl());
        database.setUsername("hub_app");
        database.setMaximumPoolSize(16);
        behind = JdbcClient.create(TestDatabase.behind(database));
        jdbc = behind;
        Map<String, Object> all = new HashMap<>(LoginKeys.settings());
        all.put("hub.erp.url", "http://localhost:1");
        all.put("hub.erp.token", "token-of-an-erp-that-nobody-calls");
        all.put("hub.crm.endpoint-id", "crm-endpoint".repeat(3));
        all.put("hub.crm.secrets[0]", "whsec_c2VjcmV0LW9mLWEtY3JtLXRoYXQtbmV2ZXItY2FsbHM=");
        // Nobody is called: what lies in the lane notify stays there.
        all.put("hub.sms.url", "http://localhost:1");
        all.put("hub.sms.token", "sms-token-of-the-tests");
        all.putAll(settings);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", all));
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(DataSource.class, () -> database);
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(context.getBean(DataSource.class)));
        context.registerBean(MeterRegistry.class, () -> meters);
        context.registerBean(
                PlatformTransactionManager.class,
                () -> new DataSourceTransactionManager(context.getBean(DataSource.class)));
        context.registerBean(
                TransactionTemplate.class,
                () -> new TransactionTemplate(context.getBean(PlatformTransactionManager.class)));
        context.register(Packages.class);
        context.refresh();
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
        CustomerId id = CustomerId.next();
        behind.sql("""
                        insert into customer_mirror (id, wallet_id, external_id, name, mobile, language, currency, version,
                            changed_at, mirrored_at)
                        values (:id, :wallet, :id, 'A Customer', :mobile, 'en', 'KWD', 1, now(), now())
                        """)
                .param("id", id.text())
                .param("wallet", WalletId.next().text())
                .param("mobile", mobile)
                .update();
        return id;
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
