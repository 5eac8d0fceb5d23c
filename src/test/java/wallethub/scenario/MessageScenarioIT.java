package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.embedded.standin.Fault;
import wallethub.embedded.standin.Fault.Mode;
import wallethub.embedded.standin.Fault.Scope;
import wallethub.embedded.standin.PayMode;
import wallethub.embedded.standin.Payment;
import wallethub.embedded.standin.Sending;
import wallethub.embedded.standin.SmsStandIn.Message;
import wallethub.lane.Door;
import wallethub.lane.Letter;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Recharge;

/** What customers are told by SMS: one message per transition, whatever the provider does. */
class MessageScenarioIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final World world = World.one();

    @AfterEach
    void allIsWell() {
        world.sms.fault(Fault.NONE);
        world.stripe.fault(Fault.NONE);
        world.checkLedger();
    }

    @Test
    @DisplayName("a credit is told in Arabic, with ASCII digits and three decimals")
    void successInArabic() {
        Person person = world.person("ar");

        world.stripe.pay(world.recharge(person, "12.500").session());

        Message message = awaitMessages(person, 1).getFirst();
        assertThat(message.text()).isEqualTo("تم شحن محفظتك بمبلغ 12.500 د.ك. رصيدك الآن 12.500 د.ك.");
        assertThat(message.language()).isEqualTo("ar");
        assertThat(message.key()).startsWith("evt_");
    }

    @Test
    @DisplayName("a credit is told in English, the second with the new balance, each once")
    void successInEnglish() {
        Person person = world.person("en");
        world.stripe.pay(world.recharge(person, "5.000").session());
        world.awaitBalance(person, "5.000");
        world.stripe.pay(world.recharge(person, "2.250").session());
        world.awaitBalance(person, "7.250");

        assertThat(awaitMessages(person, 2))
                .extracting(Message::text)
                .containsExactly(
                        "Your wallet was topped up with KWD 5.000. Your balance is now KWD 5.000.",
                        "Your wallet was topped up with KWD 2.250. Your balance is now KWD 7.250.");
        quietWith(person, 2);
    }

    @Test
    @DisplayName("a declined card is told once; the success after it has a message of its own")
    void failure() {
        Person person = world.person("ar");
        Recharge recharge = world.recharge(person, "5.000");
        world.stripe.pay(recharge.session(), Payment.of(PayMode.FAIL), Sending.ONCE.copies(3));
        world.awaitState(recharge, "failed");
        world.stripe.pay(recharge.session(), Payment.of(PayMode.FAIL), Sending.ONCE);
        assertThat(awaitMessages(person, 1).getFirst().text())
                .isEqualTo("لم تنجح عملية الدفع بمبلغ 5.000 د.ك، ولم يتم شحن محفظتك.");

        world.stripe.pay(recharge.session());

        world.awaitState(recharge, "succeeded");
        assertThat(awaitMessages(person, 2).getLast().text()).startsWith("تم شحن محفظتك بمبلغ 5.000");
        quietWith(person, 2);
    }

    @Test
    @DisplayName("a checkout that ran out is told, and so is the money that comes late")
    void lateSuccess() {
        Person person = world.person("en");
        Recharge recharge = world.recharge(person, "5.000");
        world.stripe.expire(recharge.session(), Sending.ONCE.copies(5));
        world.awaitState(recharge, "expired");
        assertThat(awaitMessages(person, 1).getFirst().text())
                .isEqualTo("Your payment of KWD 5.000 was not completed in time. Your wallet was not topped up.");

        world.stripe.pay(recharge.session());

        world.awaitState(recharge, "paid_late");
        assertThat(awaitMessages(person, 2).getLast().text()).contains("was topped up with KWD 5.000");
        quietWith(person, 2);
    }

    @Test
    @DisplayName("fifty callbacks of one payment, and the sweeper beside them, are one message")
    void duplicates() throws Exception {
        Person person = world.person();
        Recharge recharge = world.recharge(person, "5.000");
        List<String> events = world.stripe.pay(recharge.session(), Payment.FULL, Sending.LOST);
        JdbcClient.create(world.database())
                .sql("update recharge_recharge set next_poll_at = now() where reference = :reference")
                .param("reference", recharge.reference())
                .update();
        var unused = world.stripe
                .resend(events, Sending.ONCE.copies(50).inParallel())
                .get(30, TimeUnit.SECONDS);

        world.awaitState(recharge, "succeeded");
        awaitMessages(person, 1);
        quietWith(person, 1);
    }

    @Test
    @DisplayName("parked money is told to nobody but finance")
    void parked() {
        Person person = world.person();
        Recharge recharge = world.recharge(person, "5.000");

        world.stripe.pay(recharge.session(), Payment.FULL.in("USD"), Sending.ONCE);

        world.awaitState(recharge, "parked");
        quietWith(person, 0);
    }

    @Test
    @DisplayName("with the provider down recharges go on; the lane pauses, and the messages come when it is back")
    void down() {
        List<Person> people = List.of(world.person(), world.person(), world.person());
        world.sms.fault(Mode.DOWN);

        people.forEach(
                person -> world.stripe.pay(world.recharge(person, "5.000").session()));

        people.forEach(person -> world.awaitBalance(person, "5.000"));
        people.forEach(person -> world.awaitErp(person, "5.000"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(target("messages")).startsWith("outage"));
        assertThat(target("notify")).isEqualTo("open");
        assertThat(messages(people.getFirst())).isEmpty();

        world.sms.fault(Fault.NONE);

        people.forEach(person -> awaitMessages(person, 1));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(target("messages")).isEqualTo("open"));
        people.forEach(person -> quietWith(person, 1));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"COMMIT_THEN_RESET", "MALFORMED"})
    @DisplayName(
            "accepted, and the answer lost or a piece of a proxy's page: sent again under the same key, one message in effect")
    void noAnswer(Mode mode) {
        Person person = world.person();
        world.awaitQuiet();
        int before = world.sms.count("POST /messages");
        world.sms.fault(Fault.of(mode).only(Scope.WRITES).times(1));

        world.stripe.pay(world.recharge(person, "5.000").session());

        awaitMessages(person, 1);
        quietWith(person, 1);
        assertThat(world.sms.count("POST /messages")).isEqualTo(before + 2);
    }

    @Test
    @DisplayName("429 with Retry-After is waited for, and costs no attempt")
    void throttled() {
        Person person = world.person();
        world.awaitQuiet();
        world.sms.fault(Fault.of(Mode.TOO_MANY).only(Scope.WRITES).retryAfter(7).times(1));
        long since = System.nanoTime();

        world.stripe.pay(world.recharge(person, "5.000").session());

        awaitMessages(person, 1);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(Duration.ofSeconds(7));
        quietWith(person, 1);
    }

    @Test
    @DisplayName("another worker takes the message over in the middle of its call: one message in effect")
    void takenOver() {
        Person person = world.person();
        world.awaitQuiet();
        int before = world.sms.count("POST /messages");
        world.sms.fault(Fault.of(Mode.SLOW).lasting(1_500).only(Scope.WRITES).times(1));

        world.stripe.pay(world.recharge(person, "5.000").session());
        await().atMost(PATIENCE).until(() -> world.sms.count("POST /messages") > before);
        int stolen = JdbcClient.create(world.database()).sql("""
                        update lane_shard set epoch = epoch + 1, lease_until = '-infinity', owner = null
                        where target = (select id from lane_target where name = 'messages')
                        """).update();

        assertThat(stolen).isPositive();
        await().atMost(PATIENCE).until(() -> world.sms.count("POST /messages") == before + 2);
        quietWith(person, 1);
    }

    @Test
    @DisplayName("a number that is refused holds up nothing; corrected in the CRM and replayed, the message arrives")
    void refusedNumber() {
        Person person = world.person();
        String mobile = person.customer().mobile();
        world.sms.refuse(mobile);
        world.stripe.pay(world.recharge(person, "5.000").session());
        await().atMost(PATIENCE).until(() -> deadLetters(person) == 1);
        world.sms.accept(mobile);

        world.stripe.pay(world.recharge(person, "1.000").session());

        assertThat(awaitMessages(person, 1).getFirst().text()).contains("KWD 1.000");
        assertThat(deadLetterText(person)).contains("NUMBER_REFUSED").doesNotContain(mobile.substring(4));

        String corrected = "+96566" + mobile.substring(6);
        var unused = world.crm.save(person.customer().externalId(), "Customer", corrected, "en", "KWD", Sending.ONCE);
        await().atMost(PATIENCE).until(() -> mobileOf(person).equals(corrected));
        assertThat(JdbcClient.create(world.database())
                        .sql("select lane_replay(id, null, null, false, true) from lane_dead_letter where key = :key")
                        .param("key", person.customer().wallet().text())
                        .query(String.class)
                        .single())
                .isEqualTo("replaying now");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.sms.inbox(corrected))
                        .singleElement()
                        .satisfies(message -> assertThat(message.text()).contains("topped up with KWD 5.000")));
    }

    @Test
    @DisplayName("a customer without a usable number is told nothing, for a recorded reason")
    void noNumber() {
        Person person = world.person();
        JdbcClient database = JdbcClient.create(world.database());
        database.sql("update customer_mirror set mobile = '' where id = :id")
                .param("id", person.id())
                .update();

        world.stripe.pay(world.recharge(person, "5.000").session());

        world.awaitBalance(person, "5.000");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.sql("""
                                select state || ' ' || code from lane_v_delivery
                                where lane = 'messages' and key = :key
                                """)
                                .param("key", person.customer().wallet().text())
                                .query(String.class)
                                .list())
                        .containsExactly("discarded NUMBER_MISSING"));
    }

    @Test
    @DisplayName("what goes to Kafka and lies in lanes about a recharge has neither number nor name")
    void noPersonalDataOutsideOfTheCustomersRow() {
        Person person = world.person();
        world.sms.fault(Fault.of(Mode.ERROR).only(Scope.WRITES));
        world.stripe.pay(world.recharge(person, "5.000").session());
        world.awaitBalance(person, "5.000");
        JdbcClient database = JdbcClient.create(world.database());
        String wallet = person.customer().wallet().text();
        await().atMost(PATIENCE)
                .until(() -> database.sql("select count(*) from lane_held where key = :key and document is not null")
                                .param("key", wallet)
                                .query(Integer.class)
                                .single()
                        == 1);
        String kept = database.sql("""
                        select coalesce(string_agg(t, ' '), '') from (
                          select encode(body, 'escape') || e::text t from lane_event e where key = :key and kind like 'recharge%'
                          union all select encode(document, 'escape') || h::text from lane_held h where key = :key
                          union all select a::text from lane_attempt a) x
                        """).param("key", wallet).query(String.class).single();
        assertThat(kept)
                .contains("Your wallet was topped up")
                .doesNotContain(
                        person.customer().mobile().substring(4),
                        person.customer().name());
        world.sms.fault(Fault.NONE);
        awaitMessages(person, 1);
    }

    @Test
    @DisplayName("a login code goes out once, and is in no row, dead letter or log, at no time")
    void loginCode() {
        String code = "804217";
        String mobile = "+96551234567";
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        try {
            world.sms.fault(Fault.of(Mode.COMMIT_THEN_RESET).only(Scope.WRITES).times(3));
            String challenge = UUID.randomUUID().toString();
            assertThat(world.hub().getBean(Door.class).accept(code(challenge, mobile, code)))
                    .isEqualTo(Door.Acceptance.STORED);
            await().atMost(PATIENCE).until(() -> held("otp-" + challenge) == 1);
            assertThat(everythingInTheLanes()).doesNotContain(code, mobile.substring(1));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(settled("otp-" + challenge)).isEqualTo("settled 0"));
            Message message = world.sms.inbox(mobile).getFirst();
            assertThat(message.text()).isEqualTo("رمز الدخول إلى محفظتك: 804217. صالح لدقائق فقط. لا تشاركه مع أحد.");
            assertThat(message.key()).isEqualTo(challenge);
            assertThat(message.validUntil()).isNotNull();
            assertThat(world.sms.inbox(mobile)).hasSize(1);

            // Refused for good: no dead letter could help.
            world.sms.refuse(mobile);
            String second = UUID.randomUUID().toString();
            world.hub().getBean(Door.class).accept(code(second, mobile, code));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(settled("otp-" + second)).isEqualTo("discarded 0"));
            assertThat(everythingInTheLanes()).doesNotContain(code, mobile.substring(1));
        } finally {
            root.detachAppender(log);
            world.sms.accept(mobile);
        }
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            lines.add(event.getFormattedMessage() + event.getKeyValuePairs() + event.getMDCPropertyMap());
        }
        assertThat(lines).anyMatch(line -> line.contains("delivery attempted"));
        assertThat(lines).noneMatch(line -> line.contains(code) || line.contains(mobile.substring(1)));
    }

    private static Letter code(String challenge, String mobile, String code) {
        String body = """
                {"challengeId": "%s", "mobile": "%s", "code": "%s", "language": "ar", "expiresAt": "%s"}
                """.formatted(challenge, mobile, code, Instant.now().plusSeconds(300));
        return new Letter(
                "notify",
                challenge,
                "otp-" + challenge,
                "notify.login-code",
                body.getBytes(StandardCharsets.UTF_8),
                Map.of(),
                challenge,
                null);
    }

    private int held(String idem) {
        return JdbcClient.create(world.database())
                .sql("""
                        select count(*) from lane_held h join lane_event e on e.shard = h.shard and e.id = h.id
                        where e.idem = :idem and h.document is not null and h.kid is not null
                        """)
                .param("idem", "notify:" + idem)
                .query(Integer.class)
                .single();
    }

    /** The state, and how many bytes of the letter are left. */
    private String settled(String idem) {
        return JdbcClient.create(world.database())
                .sql("""
                        select v.state || ' ' || length(e.body) from lane_v_delivery v join lane_event e on e.idem = v.idem
                        where v.idem = :idem
                        """)
                .param("idem", "notify:" + idem)
                .query(String.class)
                .single();
    }

    private String everythingInTheLanes() {
        return JdbcClient.create(world.database()).sql("""
                        select coalesce(string_agg(t, ' '), '') from (
                          select concat_ws(' ', key, idem, headers, correlation_id, encode(body, 'escape')) t from lane_event
                          union all select concat_ws(' ', idempotency_key, encode(document, 'escape'), encode(body, 'escape'))
                            from lane_held
                          union all select concat_ws(' ', code, message) from lane_attempt
                          union all select concat_ws(' ', key, idem, headers, code, message, stack, idempotency_key,
                              encode(body, 'escape'), encode(document, 'escape')) from lane_dead_letter) x
                        """).query(String.class).single();
    }

    private List<Message> awaitMessages(Person person, int count) {
        await(person.id())
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(messages(person)).hasSize(count));
        return messages(person);
    }

    /** Nothing is on its way any more, and no more came than these. */
    private void quietWith(Person person, int count) {
        world.awaitQuiet();
        assertThat(messages(person)).hasSize(count);
    }

    /** What was told; the codes of logins are no news. */
    private List<Message> messages(Person person) {
        return world.sms.inbox(person.customer().mobile()).stream()
                .filter(message -> message.key().startsWith("evt_"))
                .toList();
    }

    private String target(String lane) {
        return world.health("deps")
                .body()
                .at("/components/targets/details/" + lane)
                .asText();
    }

    private int deadLetters(Person person) {
        return JdbcClient.create(world.database())
                .sql("select count(*) from lane_dead_letter where key = :key")
                .param("key", person.customer().wallet().text())
                .query(Integer.class)
                .single();
    }

    private String deadLetterText(Person person) {
        return JdbcClient.create(world.database())
                .sql("""
                        select d::text || encode(body, 'escape') || encode(document, 'escape') from lane_dead_letter d
                        where key = :key
                        """)
                .param("key", person.customer().wallet().text())
                .query(String.class)
                .single();
    }

    private String mobileOf(Person person) {
        return JdbcClient.create(world.database())
                .sql("select mobile from customer_mirror where id = :id")
                .param("id", person.id())
                .query(String.class)
                .single();
    }
}
