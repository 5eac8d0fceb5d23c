package wallethub.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import wallethub.id.SessionId;
import wallethub.login.LoginServer.Reply;
import wallethub.testing.TestDatabase;

/** The login over HTTP, on two instances with one database. */
class LoginIT {

    // These tests come from one address and ask for many codes.
    private static final Map<String, String> ROOM = Map.of(
            "hub.login.sending.address-ten-minutes", "1000",
            "hub.login.sending.address-hour", "10000",
            "hub.login.sending.prefix-hour", "10000",
            "hub.login.pumping.sent", "10000");
    private static final int SAMPLES = 200;

    private static final Queue<ILoggingEvent> LOG = new ConcurrentLinkedQueue<>();
    private static LoginServer hub;
    private static LoginServer other;
    private static int numbers;

    @BeforeAll
    static void start() {
        String url = TestDatabase.freshUrl();
        JdbcClient behind = JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
        hub = new LoginServer(url, behind, ROOM);
        other = new LoginServer(url, behind, ROOM);
        AppenderBase<ILoggingEvent> all = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                LOG.add(event);
            }
        };
        all.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(all);
    }

    @AfterAll
    static void stop() {
        hub.close();
        other.close();
    }

    private static String number() {
        numbers++;
        return "+9655%07d".formatted(numbers);
    }

    private static String customerNumber() {
        String mobile = number();
        hub.customer(mobile);
        return mobile;
    }

    @Test
    void aCustomerLogsInLooksAroundAndLogsOutEverywhere() {
        String mobile = customerNumber();
        Reply challenge = hub.request(mobile);
        assertThat(challenge.status()).as(challenge.body().toString()).isEqualTo(202);
        String id = challenge.body().path("challengeId").asText();
        Reply verified = hub.verify(id, hub.message(id));
        assertThat(verified.status()).isEqualTo(200);
        String access = verified.body().path("accessToken").asText();

        assertThat(other.get("/me", access).body().path("mobile").asText()).isEqualTo(mobile);
        Reply sessions = other.get("/sessions", access);
        assertThat(sessions.body().at("/items/0/current").asBoolean()).isTrue();
        Reply refreshed = other.post("/auth/refresh", null, refresh(verified.body()));
        assertThat(refreshed.status()).isEqualTo(200);

        String next = refreshed.body().path("accessToken").asText();
        assertThat(hub.post("/auth/logout", next, null).status()).isEqualTo(204);
        assertThat(hub.get("/me", next).status())
                .as("at once where it happened")
                .isEqualTo(401);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(other.get("/me", next).status()).isEqualTo(401));
        assertThat(other.get("/me", access).status())
                .as("older ones of the session")
                .isEqualTo(401);
        Reply late = other.post("/auth/refresh", null, refresh(refreshed.body()));
        assertThat(late.status()).isEqualTo(401);
        assertThat(late.code()).isEqualTo("AUTH_REQUIRED");
        assertThat(late.raw().headers().firstValue("WWW-Authenticate")).isPresent();
    }

    private static String refresh(JsonNode grant) {
        return "{\"refreshToken\": \"" + grant.path("refreshToken").asText() + "\"}";
    }

    @Test
    void knownAndUnknownNumbersGetTheSameAnswerInTheSameTime() {
        List<String> known =
                Stream.generate(LoginIT::customerNumber).limit(SAMPLES).toList();
        List<String> unknown = Stream.generate(LoginIT::number).limit(SAMPLES).toList();
        hub.request(number());
        hub.request(customerNumber());
        List<String> all = new ArrayList<>(known);
        all.addAll(unknown);
        // Not in turns: what one leaves behind in the lane would always fall on the other.
        Collections.shuffle(all, new Random(20260301));
        List<Long> knownNanos = new ArrayList<>();
        List<Long> unknownNanos = new ArrayList<>();
        TreeSet<String> shapes = new TreeSet<>();
        for (String mobile : all) {
            long start = System.nanoTime();
            Reply reply = hub.request(mobile);
            (known.contains(mobile) ? knownNanos : unknownNanos).add(System.nanoTime() - start);
            shapes.add(shape(reply));
        }
        assertThat(shapes).as("status, header names, fields").hasSize(1);
        Duration apart = Duration.ofNanos(Math.abs(median(knownNanos) - median(unknownNanos)));
        System.getLogger("timing")
                .log(
                        System.Logger.Level.INFO,
                        "known {0} us, unknown {1} us",
                        median(knownNanos) / 1000,
                        median(unknownNanos) / 1000);
        assertThat(apart).isLessThan(Duration.ofMillis(10));
    }

    private static String shape(Reply reply) {
        TreeSet<String> names = new TreeSet<>();
        reply.body().fieldNames().forEachRemaining(names::add);
        TreeSet<String> headers = new TreeSet<>(reply.raw().headers().map().keySet());
        // Of the connection's age, not of the answer.
        headers.remove("connection");
        return reply.status() + " " + headers + " " + names;
    }

    private static long median(List<Long> nanos) {
        return nanos.stream().sorted().toList().get(nanos.size() / 2);
    }

    @Test
    void aBlockedNumberGetsTheSameAnswerToo() {
        String blocked = customerNumber();
        Reply first = hub.request(blocked);
        hub.behind.sql("delete from login_mobile").update();
        hub.behind
                .sql("""
                        insert into login_guess select mobile_key, '', 10, now(), now() + interval '1 hour', 10, now()
                        from login_challenge where id = :id
                        """)
                .param("id", first.body().path("challengeId").asText())
                .update();
        assertThat(shape(hub.request(blocked))).isEqualTo(shape(hub.request(number())));
    }

    @Test
    void anothersSessionIsAnsweredLikeARandomOne() {
        String mine = hub.login(customerNumber()).path("accessToken").asText();
        String others = hub.login(customerNumber()).path("accessToken").asText();
        String foreign = hub.get("/sessions", others).body().at("/items/0/id").asText();
        Reply refused = hub.send("DELETE", "/sessions/" + foreign, mine, null);
        Reply random = hub.send("DELETE", "/sessions/" + SessionId.next(), mine, null);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(comparable(refused)).isEqualTo(comparable(random));
        assertThat(hub.send("DELETE", "/sessions/nonsense", mine, null).status())
                .isEqualTo(404);
        assertThat(hub.get("/me", others).status()).isEqualTo(200);
        String own = hub.get("/sessions", mine).body().at("/items/0/id").asText();
        assertThat(hub.send("DELETE", "/sessions/" + own, mine, null).status()).isEqualTo(204);
        assertThat(hub.get("/me", mine).status()).isEqualTo(401);
    }

    private static JsonNode comparable(Reply reply) {
        return ((ObjectNode) reply.body().deepCopy()).without(List.of("instance", "traceId"));
    }

    @Test
    void refusalsSayWhenToComeAgain() {
        String mobile = number();
        hub.request(mobile);
        Reply early = hub.request(mobile);
        assertThat(early.status()).isEqualTo(429);
        assertThat(early.code()).isEqualTo("OTP_COOLDOWN");
        assertThat(Integer.parseInt(
                        early.raw().headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 60);
    }

    @Test
    void aDocumentWithMoreOrOtherThanIsAskedForIsRefused() {
        int before = challenges();
        for (String body : List.of(
                "{\"mobile\": \"+96550000000\", \"language\": \"en\", \"deviceNonce\": \"%s\", \"admin\": true}",
                "{\"mobile\": \"+96550000000\", \"language\": \"fr\", \"deviceNonce\": \"%s\"}",
                "{\"mobile\": \"50000000\", \"language\": \"en\", \"deviceNonce\": \"%s\"}",
                "{\"mobile\": 96550000000, \"language\": \"en\", \"deviceNonce\": \"%s\"}",
                "{\"mobile\": \"+96550000000\", \"language\": \"en\", \"deviceNonce\": \"short%.0s\"}")) {
            assertThat(hub.post("/auth/otp", null, body.formatted(LoginServer.DEVICE))
                            .status())
                    .as(body)
                    .isIn(400, 422);
        }
        assertThat(hub.verify("otp_01ARZ3NDEKTSV4RRFFQ69G5FAV", "12345").status())
                .isEqualTo(422);
        assertThat(hub.verify("otp_01ARZ3NDEKTSV4RRFFQ69G5FAV", "123456").code())
                .isEqualTo("OTP_INVALID");
        assertThat(hub.post("/auth/refresh", null, "{\"refreshToken\": \"x\"}").status())
                .isEqualTo(422);
        assertThat(challenges()).isEqualTo(before);
    }

    private static int challenges() {
        return hub.behind
                .sql("select count(*) from login_challenge")
                .query(Integer.class)
                .single();
    }

    @Test
    void neitherCodeNorNumberNorTokenLiesWhereItIsNotNeeded() {
        String mobile = customerNumber();
        String challenge = hub.request(mobile).body().path("challengeId").asText();
        String code = hub.message(challenge);
        Reply wrong = hub.verify(challenge, code.equals("000000") ? "000001" : "000000");
        assertThat(wrong.code()).isEqualTo("OTP_INVALID");
        JsonNode grant = hub.verify(challenge, code).body();
        JsonNode next = hub.post("/auth/refresh", null, refresh(grant)).body();
        hub.get("/me", next.path("accessToken").asText());
        for (String secret : List.of(
                mobile.substring(4),
                grant.path("accessToken").asText(),
                grant.path("refreshToken").asText(),
                next.path("accessToken").asText(),
                next.path("refreshToken").asText())) {
            assertThat(LOG.stream().map(LoginIT::text).filter(line -> line.contains(secret)))
                    .isEmpty();
            assertThat(tablesWith(secret)).isSubsetOf("customer_mirror.mobile");
        }
        assertThat(LOG.stream().map(LoginIT::text).filter(line -> line.matches("(?s).*\\b" + code + "\\b.*")))
                .isEmpty();
        assertThat(tablesWith(code)).isEmpty();
    }

    private static String text(ILoggingEvent event) {
        return event.getFormattedMessage()
                + event.getKeyValuePairs()
                + event.getMDCPropertyMap()
                + (event.getThrowableProxy() == null
                        ? ""
                        : event.getThrowableProxy().getMessage());
    }

    private record Column(String name, String type) {}

    /** Every column of text or bytes in which it stands as it is. */
    private static List<String> tablesWith(String secret) {
        List<Column> columns = hub.behind.sql("""
                        select table_name || '.' || column_name as name, data_type as type from information_schema.columns
                        where table_schema = 'public' and data_type in ('text', 'bytea', 'jsonb', 'character varying')
                            and table_name in (select table_name from information_schema.tables
                                where table_schema = 'public' and table_type = 'BASE TABLE')
                        """).query(Column.class).list();
        assertThat(columns).hasSizeGreaterThan(50);
        return columns.stream()
                .filter(column -> stands(secret, column))
                .map(Column::name)
                .toList();
    }

    private static boolean stands(String secret, Column column) {
        String[] parts = column.name().split("\\.", -1);
        String needle =
                column.type().equals("bytea") ? "position(:bytes in %s) > 0" : "position(:text in %s::text) > 0";
        var query = hub.behind.sql("select count(*) from %s where %s".formatted(parts[0], needle.formatted(parts[1])));
        query = column.type().equals("bytea")
                ? query.param("bytes", secret.getBytes(StandardCharsets.UTF_8))
                : query.param("text", secret);
        return query.query(Long.class).single() > 0;
    }
}
