package wallethub.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.database.RowScope;
import wallethub.embedded.standin.ErpEntry;
import wallethub.embedded.standin.Fault;
import wallethub.embedded.standin.Fault.Mode;
import wallethub.embedded.standin.Fault.Scope;
import wallethub.id.TransferId;
import wallethub.lane.Door;
import wallethub.lane.Letter;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Recharge;

/** Hub and ERP compared while things go wrong, asked for as an operator does. */
class ReconciliationScenarioIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();
    private static World world;

    @BeforeAll
    static void start() {
        // Only runs that are asked for; and a difference stands at once.
        world = World.with(Map.of("hub.reconciliation.cron", "-", "hub.reconciliation.grace", "0s"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @AfterEach
    void allIsWell() {
        world.erp.fault(Fault.NONE);
        world.checkLedger();
    }

    @Test
    @DisplayName("35: what an ERP that is down has not taken is in flight, and nothing when it is back")
    void scenario35() {
        Person person = paid("5.000");
        world.erp.fault(Fault.of(Mode.DOWN).only(Scope.WRITES));
        world.stripe.pay(world.recharge(person, "7.000").session());
        world.awaitBalance(person, "12.000");

        assertThat(differences(run(), person)).containsExactly("IN_FLIGHT NOT_SETTLED 7.000 0.000");

        world.erp.fault(Fault.NONE);
        world.awaitErp(person, "5.000", "7.000");
        assertThat(differences(run(), person)).isEmpty();
    }

    @Test
    @DisplayName("36: accepted by the ERP and answered with a reset, it is one document and no difference")
    void scenario36() {
        Person person = world.person();
        world.awaitQuiet();
        world.erp.fault(Fault.of(Mode.COMMIT_THEN_RESET).only(Scope.WRITES).times(1));
        world.stripe.pay(world.recharge(person, "5.000").session());
        world.awaitErp(person, "5.000");
        assertThat(differences(run(), person)).isEmpty();
    }

    @Test
    @DisplayName("37: refused for good, a payment is credited back once, the customer is told, and the two sides agree")
    void scenario37() {
        Person person = paid("20.000");
        String customer = person.customer().externalId();
        world.erp.refuse(customer);

        TransferId payment = pay(person, "-5.000");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(letters(payment)).containsExactly("discarded ENTRY_REFUSED finance"));
        assertThat(world.balance(person)).isEqualTo("20.000");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(world.sms.inbox(person.customer().mobile()))
                                .anyMatch(message -> message.text()
                                        .equals(
                                                "Your payment of KWD 5.000 could not be completed and was returned to your wallet."
                                                        + " Your balance is now KWD 20.000.")));
        assertThat(sql("""
                        select t.kind || ' ' || t.amount_minor || ' ' || t.posting_state from ledger_v_transfer t
                        where t.wallet_id = '%s' order by t.entry_number
                        """.formatted(person.customer().wallet())))
                .containsExactly("RECHARGE 20000 confirmed", "PAYMENT -5000 refused", "REVERSAL 5000 refused");
        assertThat(sql("select erp_confirmed_minor || ' ' || in_flight_minor || ' ' || refused_minor from ledger_wallet"
                        + " where id = '" + person.customer().wallet() + "'"))
                .containsExactly("20000 0 0");
        world.erp.accept(customer);
        world.awaitQuiet();
        assertThat(world.erpAmounts(person)).containsExactly("20.000");
        assertThat(differences(run(), person)).isEmpty();
    }

    @Test
    @DisplayName("37: refused for good, money that came in stands and is finance's task until the ERP has it")
    void scenario37Recharge() {
        Person person = paid("20.000");
        String customer = person.customer().externalId();
        world.erp.refuse(customer);
        world.stripe.pay(world.recharge(person, "3.000").session());

        String tasks = "select b.kind || ' ' || coalesce(b.done_by, 'open') from books_task b"
                + " join ledger_v_transfer t using (transfer_id) where t.wallet_id = '"
                + person.customer().wallet() + "'";
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sql(tasks)).containsExactly("REFUSED_BY_ERP open"));
        assertThat(world.balance(person)).isEqualTo("23.000");
        assertThat(differences(run(), person)).containsExactly("REFUSED NOT_POSTED 3.000 0.000");
        world.erp.accept(customer);
    }

    @Test
    @DisplayName("46: a run that is asked for twice is one run, and what nobody asked for is not there")
    void scenario46() throws Exception {
        String key = "twice-" + UUID.randomUUID();
        JsonNode first = ask(key);
        JsonNode again = ask(key);
        assertThat(again.path("run")).isEqualTo(first.path("run"));
        assertThat(again.path("outcome").asText()).isEqualTo("known");
        assertThat(finished(first.path("run").asLong()).path("state").asText()).isEqualTo("DONE");
        assertThat(send(HttpRequest.newBuilder(at("/999999999"))).statusCode()).isEqualTo(404);
        assertThat(send(HttpRequest.newBuilder(at("/nonsense"))).statusCode()).isEqualTo(400);
        assertThat(send(HttpRequest.newBuilder(at(""))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"key\":\"not a key\"}")))
                        .statusCode())
                .isGreaterThanOrEqualTo(400);
    }

    @Test
    @DisplayName("47: what an accountant does to our account is named: cancelled, booked by hand, booked for nobody")
    void scenario47() throws Exception {
        Person person = paid("5.000");
        ErpEntry entry = world.erp.entriesOf(person.customer().externalId()).getFirst();
        String nobody = "C-nobody-" + UUID.randomUUID();
        knownToTheErpOnly(nobody);
        assertThat(differences(run(), person)).isEmpty();

        world.erp.cancel(entry.id());
        world.erp.book(nobody, new BigDecimal("1.250"), "KWD", "Correction of March");
        world.erp.book(person.customer().externalId(), new BigDecimal("2.000"), "KWD", "Correction of April");

        JsonNode run = run();
        assertThat(differences(run, person))
                .containsExactlyInAnyOrder("CANCELLED BY_DOCUMENT 5.000 0.000", "ERP_BORN NOT_IMPORTED 0.000 2.000");
        assertThat(items(run)).contains("ERP_BORN CUSTOMER_UNKNOWN 0.000 1.250");
        assertThat(run.path("unexplained").asLong()).isZero();

        readTheFeed();
        world.awaitBalance(person, "7.000");
        JsonNode second = run();
        assertThat(differences(second, person)).containsExactly("CANCELLED BY_DOCUMENT 5.000 0.000");
        assertThat(second.path("standing").asLong()).isPositive();
        JsonNode health = world.health("deps").body().at("/components/reconciliation");
        assertThat(health.path("status").asText()).isEqualTo("DEGRADED");
        assertThat(health.at("/details/lastRun").asLong())
                .isEqualTo(second.path("id").asLong());
    }

    private static void knownToTheErpOnly(String customer) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(world.erp.url().resolve("/customers/" + customer))
                        .header("Authorization", "Bearer erp-token-of-the-tests")
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"name\":\"Nobody\",\"currency\":\"KWD\"}")));
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }

    /** Now, and not when the schedule says so. */
    private static void readTheFeed() {
        CamelContext camel = world.hub().getBean(CamelContext.class);
        camel.createFluentProducerTemplate()
                .to("direct:erp-feed.read")
                .withProcessor(exchange -> exchange.setProperty("feed", "entries"))
                .send();
    }

    @Test
    void anErpThatCannotBeReadIsNoDifference() {
        Person person = paid("5.000");
        world.erp.fault(Fault.of(Mode.DOWN).only(Scope.READS));
        JsonNode run = run();
        assertThat(run.path("state").asText()).isEqualTo("FAILED");
        assertThat(run.path("failure").asText()).isEqualTo("HTTP_503");
        assertThat(run.path("items")).isEmpty();
        world.erp.fault(Fault.NONE);
        assertThat(differences(run(), person)).isEmpty();
    }

    private static Person paid(String amount) {
        Person person = world.person();
        Recharge recharge = world.recharge(person, amount);
        world.stripe.pay(recharge.session());
        world.awaitErp(person, amount);
        return person;
    }

    /** A debit and its delivery, in one transaction; until orders are paid from wallets, the ledger does it alone. */
    private static TransferId pay(Person person, String amount) {
        TransferId id = TransferId.next();
        Money money = Money.parse(amount, person.customer().currency());
        String document = """
                {"transferId":"%s","walletId":"%s","customerExternalId":"%s","reference":"ORD-1","reason":"recharge",
                 "gateway":"stripe","amount":{"amount":"%s","currency":"KWD"},"occurredAt":"%s"}
                """.formatted(
                        id,
                        person.customer().wallet(),
                        person.customer().externalId(),
                        money.negated().amount(),
                        Instant.now());
        Letter letter = new Letter(
                "erp",
                person.customer().wallet().text(),
                id.text(),
                "erp.entry",
                document.getBytes(UTF_8),
                Map.of(),
                id.text(),
                null);
        RowScope.system()
                .run(() -> new TransactionTemplate(world.hub().getBean(PlatformTransactionManager.class))
                        .executeWithoutResult(status -> {
                            Transfer transfer = new Transfer(
                                    id,
                                    TransferKind.PAYMENT,
                                    person.customer().wallet(),
                                    money,
                                    "revenue:orders",
                                    "ORD-" + id,
                                    Instant.now());
                            assertThat(world.hub().getBean(Ledger.class).post(transfer))
                                    .isInstanceOf(PostOutcome.Posted.class);
                            assertThat(world.hub().getBean(Door.class).acceptInTransaction(letter))
                                    .isEqualTo(Door.Acceptance.STORED);
                        }));
        return id;
    }

    private static List<String> letters(TransferId payment) {
        return sql("""
                select d.state || ' ' || d.code || ' ' || d.owner from lane_v_dead_letter d where d.idem = 'erp:%s'
                """.formatted(payment));
    }

    private static List<String> sql(String text) {
        return JdbcClient.create(world.database()).sql(text).query(String.class).list();
    }

    /** A whole run of its own. */
    private static JsonNode run() {
        try {
            return finished(ask("test-" + UUID.randomUUID()).path("run").asLong());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode finished(long id) {
        return await().atMost(PATIENCE)
                .until(
                        () -> JSON.readTree(
                                send(HttpRequest.newBuilder(at("/" + id))).body()),
                        run -> !run.path("state").asText().equals("RUNNING"));
    }

    private static JsonNode ask(String key) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(at(""))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"key\":\"" + key + "\"}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static URI at(String path) {
        return URI.create("http://127.0.0.1:" + world.hub().getEnvironment().getProperty("local.management.port")
                + "/reconciliation" + path);
    }

    private static List<String> differences(JsonNode run, Person person) {
        assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("DONE");
        List<String> lines = new ArrayList<>();
        for (JsonNode item : run.path("items")) {
            if (item.path("wallet").asText().equals(person.customer().wallet().text())) {
                lines.add(line(item));
            }
        }
        return lines;
    }

    private static List<String> items(JsonNode run) {
        List<String> lines = new ArrayList<>();
        run.path("items").forEach(item -> lines.add(line(item)));
        return lines;
    }

    private static String line(JsonNode item) {
        return item.path("cause").asText() + " " + item.path("note").asText() + " "
                + item.path("hub").asText() + " " + item.path("erp").asText();
    }
}
