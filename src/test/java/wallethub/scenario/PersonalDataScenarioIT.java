package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.StaffPermission;
import wallethub.embedded.EmbeddedKafka;
import wallethub.embedded.TopicReader;
import wallethub.embedded.standin.CrmCustomer;
import wallethub.embedded.standin.Sending;
import wallethub.scenario.World.Person;
import wallethub.testing.StaffLogin;

/** A life with the hub over HTTP, and what is left of it after the CRM has erased the customer. */
class PersonalDataScenarioIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String NAME = "Canaria Serinus";
    private static final String MOBILE = "+96555512378";
    private static final String EXTERNAL_ID = "CRM-plumage-77";

    @TempDir
    private static Path directory;

    @Test
    @DisplayName("an erased customer is in no table, no topic and no log; while money is left the erasure waits")
    void aLifeLeavesNoName() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                World world = World.with(Map.of(
                        "hub.kafka.brokers", kafka.brokers(),
                        "hub.erp.feed.every", "1s",
                        "hub.erp.feed.overlap", "2s",
                        "hub.lane.hold", "1s"))) {
            ListAppender<ILoggingEvent> log = listen();
            try {
                Person person = live(world);
                assertThat(tables(world)).as("the canary sings").hasSizeGreaterThan(5);
                leave(world, person);
                sendsSomethingLater(world);

                assertThat(tables(world)).isEmpty();
                assertThat(topics(kafka.brokers())).isEmpty();
                assertThat(lines(log)).isEmpty();
            } finally {
                root().detachAppender(log);
            }
        }
    }

    /** Logs in, pays, gets messages and an invoice, is looked up and unmasked, and has a dead letter that people talk about. */
    private static Person live(World world) {
        Person person = world.person("en", EXTERNAL_ID, NAME, MOBILE);
        var unused = world.erp.invoice(EXTERNAL_ID, new BigDecimal("5.000"), "KWD", "Visit at " + NAME);
        world.stripe.pay(world.recharge(person, "5.000").session());
        world.awaitBalance(person, "5.000");
        world.awaitErp(person, "5.000");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.get(person, "/invoices")
                                .body()
                                .at("/items/0/text")
                                .asText())
                        .contains(NAME));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(count(world, "notification_message")).isEqualTo(1));
        StaffLogin staff = staff(world);
        var unusedDocument = world.crm.send(
                List.of(new CrmCustomer(EXTERNAL_ID, 5, NAME, "0" + MOBILE.substring(1), "en", "KWD")), Sending.ONCE);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(count(world, "lane_dead_letter")).isEqualTo(1));
        ask(world, staff, "GET", "/customers?q=" + NAME.split(" ", -1)[1], null);
        ask(world, staff, "GET", "/customers?q=%2B" + MOBILE.substring(1), null);
        ask(world, staff, "POST", "/customers/" + person.id() + "/unmask", "called about " + person.id());
        String letter = "/dead-letters/" + letter(world);
        ask(world, staff, "POST", letter + "/comment", "the number was wrong");
        return person;
    }

    /** The CRM tells while money and a dead letter are left: it waits, and is done by itself when both are over. */
    private static void leave(World world, Person person) {
        var unused = world.crm.erase(EXTERNAL_ID, Sending.ONCE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts(
                                world,
                                "select state || ' ' || code from lane_v_delivery where mapping = 'crm.erasure'"))
                        .containsExactly("hold CUSTOMER_NOT_OVER"));
        assertThat(texts(world, "select message from lane_attempt where mapping = 'crm.erasure' limit 1"))
                .first(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("open-invoices")
                .contains("unfinished-deliveries")
                .contains("wallet-balance");

        StaffLogin staff = staff(world);
        ask(world, staff, "POST", "/dead-letters/" + letter(world) + "/discard", "the CRM has erased it");
        world.erp.invoices().forEach(invoice -> {
            var unusedInvoice = world.erp.cancelInvoice(invoice.number());
        });
        var unusedEntry = world.erp.book(person.customer().externalId(), new BigDecimal("-5.000"), "KWD", "by hand");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts(
                                world,
                                "select state || ' ' || code from lane_v_delivery where mapping = 'crm.erasure'"))
                        .containsExactly("settled CUSTOMER_ERASED"));
        assertThat(texts(world, "select caller from access_audit where action = 'customer.erase'"))
                .containsExactly("system:customers-mirror");
    }

    /** A CRM that has forgotten that it forgot. */
    private static void sendsSomethingLater(World world) {
        var unused = world.crm.send(List.of(new CrmCustomer(EXTERNAL_ID, 9, NAME, MOBILE, "en", "KWD")), Sending.ONCE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts(
                                world,
                                "select code from lane_v_delivery where state = 'discarded' and lane = 'crm-feed'"))
                        .contains("CUSTOMER_ERASED"));
        world.awaitQuiet();
    }

    private static StaffLogin staff(World world) {
        return StaffLogin.of(
                JdbcClient.create(world.database()),
                StaffPermission.CUSTOMER_VIEW,
                StaffPermission.CUSTOMER_UNMASK,
                StaffPermission.DEAD_LETTER_VIEW,
                StaffPermission.DEAD_LETTER_REPLAY);
    }

    private static void ask(
            World world,
            StaffLogin staff,
            String method,
            String path,
            @org.jspecify.annotations.Nullable String reason) {
        Map<String, String> headers =
                Map.of("Idempotency-Key", UUID.randomUUID().toString());
        String body = reason == null
                ? null
                : "{\"reason\":\"%s\"%s}".formatted(reason, path.endsWith("/discard") ? ",\"code\":\"ERASED\"" : "");
        // The roles of a new account are known after the next look.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                world.send(staff, method, path, headers, body).status())
                        .isBetween(200, 299));
    }

    private static String letter(World world) {
        return texts(world, "select id::text from lane_dead_letter").getFirst();
    }

    private static long count(World world, String table) {
        return JdbcClient.create(world.database())
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }

    private static List<String> texts(World world, String sql) {
        return JdbcClient.create(world.database()).sql(sql).query(String.class).list();
    }

    // ---- where it might be

    private static Set<String> tables(World world) {
        Set<String> found = new TreeSet<>();
        for (String table : texts(world, """
                        select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
                        """)) {
            if (texts(world, "select t::text from " + table + " t").stream().anyMatch(PersonalDataScenarioIT::sings)) {
                found.add(table);
            }
        }
        return found;
    }

    private static List<String> topics(String brokers) {
        List<String> found = new ArrayList<>();
        Set<String> topics = TopicReader.topics(brokers);
        assertThat(topics).contains("wallet.events.v1");
        for (String topic : topics) {
            List<TopicReader.Read> records = TopicReader.all(brokers, topic);
            assertThat(records).as(topic).isNotEmpty();
            records.stream()
                    .map(TopicReader.Read::toString)
                    .filter(PersonalDataScenarioIT::sings)
                    .forEach(found::add);
        }
        return found;
    }

    private static ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root().addAppender(log);
        return log;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** With their fields and what was thrown. */
    private static List<String> lines(ListAppender<ILoggingEvent> log) {
        List<ILoggingEvent> events = List.copyOf(log.list);
        assertThat(events).extracting(ILoggingEvent::getMessage).contains("customer erased");
        return events.stream()
                .map(event -> event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs()
                        + " " + event.getMDCPropertyMap()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .filter(PersonalDataScenarioIT::sings)
                .toList();
    }

    /** In plain letters, which those of addresses are too, in hexadecimal ones, and in base64, wherever it begins. */
    private static boolean sings(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        for (String word : List.of("Canaria", "Serinus", MOBILE.substring(1), "plumage-77")) {
            String hex = HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8));
            if (small.contains(word.toLowerCase(Locale.ROOT)) || small.contains(hex)) {
                return true;
            }
            for (int before = 0; before < 3; before++) {
                byte[] shifted = ("x".repeat(before) + word).getBytes(StandardCharsets.UTF_8);
                String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
                if (text.contains(base64.substring(before == 0 ? 0 : before + 1, base64.length() - 2))) {
                    return true;
                }
            }
        }
        return false;
    }
}
