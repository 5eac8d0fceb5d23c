package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.embedded.TrytonAccountant;
import wallethub.embedded.TrytonServer;
import wallethub.id.TransferId;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Recharge;

/** What an accountant does in a running Tryton, as the hub's customers see it seconds later. */
@EnabledIf(
        value = "wallethub.embedded.TrytonServer#isInstalled",
        disabledReason = "no Tryton 6.0 to start; samples/tryton/tryton installed says why")
class TrytonFeedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private static TrytonServer tryton;
    private static World world;
    private static CamelContext camel;
    private static TrytonAccountant accountant;
    private static JdbcClient behind;

    @BeforeAll
    static void start() {
        tryton = TrytonServer.start();
        Map<String, String> settings = new HashMap<>();
        for (String setting : tryton.settings(tryton.password)) {
            String[] parts = setting.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        settings.put("hub.erp.feed.every", "1s");
        settings.put("hub.erp.feed.page", "2");
        world = World.with(settings);
        camel = world.hub().getBean(CamelContext.class);
        accountant = new TrytonAccountant(tryton, camel);
        behind = JdbcClient.create(world.database());
    }

    @AfterAll
    static void stop() {
        if (world != null) {
            world.close();
        }
        if (tryton != null) {
            tryton.close();
        }
    }

    @Test
    void anAccountantsMoveBecomesOneEntryOfTheWalletAndIsNotSentBack() {
        Person person = knownToTryton();
        Recharge recharge = world.recharge(person, "10.000");
        world.stripe.pay(recharge.session());
        await("posted")
                .atMost(PATIENCE)
                .until(() -> world.get(person, "/wallet/transactions")
                        .body()
                        .at("/items/0/erp/state")
                        .asText()
                        .equals("confirmed"));

        long correction = accountant.post(draft(person, "Goodwill taken back", "2301", "1101", "10.750"));
        long draft = draft(person, "Not yet", "1101", "2301", "9.000");

        world.awaitBalance(person, "-0.750");
        JsonNode line = world.get(person, "/wallet/transactions").body().at("/items/0");
        assertThat(line.path("origin").asText()).isEqualTo("erp");
        assertThat(line.at("/debit/amount").asText()).isEqualTo("10.750");
        assertThat(line.at("/erp/number").asText()).isEqualTo(number(correction));
        awaitReadings(3);
        assertThat(world.balance(person)).isEqualTo("-0.750");

        accountant.post(draft);
        world.awaitBalance(person, "8.250");
        awaitReadings(2);
        assertThat(lines(person)).isEqualTo(3);
        // Two of the accountant, one of ours: nothing came back.
        assertThat(movesOf(person)).isEqualTo(3);
        assertThat(findings(person)).isEmpty();
        world.checkLedger();
    }

    @Test
    void theFeedGoesOnWhereItStoodWhenTrytonComesBack() {
        Person person = knownToTryton();
        accountant.post(draft(person, "Before", "1101", "2301", "1.000"));
        tryton.killAndStart();
        accountant.post(draft(person, "After", "1101", "2301", "0.250"));

        world.awaitBalance(person, "1.250");
        awaitReadings(2);

        assertThat(lines(person)).isEqualTo(2);
        world.checkLedger();
    }

    @Test
    void anInvoiceGoesThroughItsStatesAsTrytonHasThem() {
        Person person = knownToTryton();
        String reference = TransferId.next().text();
        JsonNode issued = answer("ensure-invoice", """
                {"reference":"%s","customer":"%s","date":"%s","currency":"KWD","text":"November","lines":[
                 {"text":"Plan","account":"4001","amount":"10.000"}]}""".formatted(reference, code(person), TrytonAccountant.today()));

        JsonNode open = awaitInvoice(person, "open", "10.000");
        assertThat(open.path("number").asText()).isEqualTo(issued.path("number").asText());
        pay(person, issued.path("id").asText(), "4.000");
        JsonNode left = awaitInvoice(person, "open", "6.000");
        assertThat(left.path("id")).isEqualTo(open.path("id"));
        pay(person, issued.path("id").asText(), "6.000");
        JsonNode paid = awaitInvoice(person, "paid", "0.000");

        assertThat(paid.path("id")).isEqualTo(open.path("id"));
        assertThat(world.get(person, "/invoices/" + paid.path("id").asText()).body())
                .isEqualTo(paid);
    }

    @Test
    void anInvoiceIsPaidFromTheWalletAndTrytonSettlesItByOneMove() {
        Person person = knownToTryton();
        Recharge recharge = world.recharge(person, "10.000");
        world.stripe.pay(recharge.session());
        world.awaitBalance(person, "10.000");
        JsonNode issued =
                answer("ensure-invoice", """
                {"reference":"%s","customer":"%s","date":"%s","currency":"KWD","text":"November","lines":[
                 {"text":"Plan","account":"4001","amount":"7.250"}]}""".formatted(TransferId.next(), code(person), TrytonAccountant.today()));
        JsonNode open = awaitInvoice(person, "open", "7.250");

        World.Reply paid = world.send(
                person,
                "POST",
                "/api/customer/v1/invoices/" + open.path("id").asText() + "/pay",
                Map.of("Idempotency-Key", UUID.randomUUID().toString()),
                "{\"amount\": {\"amount\": \"7.250\", \"currency\": \"KWD\"}}");

        assertThat(paid.status()).as(paid.body().toString()).isEqualTo(200);
        String payment = paid.body().path("transactionId").asText();
        await("settled in Tryton")
                .atMost(PATIENCE)
                .until(() -> count(
                                "account_invoice",
                                "state = 'paid' and id = " + issued.path("id").asText())
                        == 1);
        await("known to the hub")
                .atMost(PATIENCE)
                .until(() -> behind.sql("""
                                select count(*) from invoice_deduction d join invoice_mirror m on m.id = d.invoice_id
                                where d.transfer_id = :payment and d.confirmed_at is not null and m.state = 'paid'
                                """)
                                .param("payment", payment)
                                .query(Long.class)
                                .single()
                        == 1);
        assertThat(count("account_move", "state = 'posted' and description = '" + payment + "'"))
                .isOne();
        assertThat(world.balance(person)).isEqualTo("2.750");
        assertThat(findings(person)).isEmpty();
        world.checkLedger();
    }

    @Test
    void aCancelledInvoiceIsShownSo() {
        Person person = knownToTryton();
        String reference = TransferId.next().text();
        JsonNode issued = answer("ensure-invoice", """
                {"reference":"%s","customer":"%s","date":"%s","currency":"KWD","text":"November","lines":[
                 {"text":"Plan","account":"4001","amount":"3.000"}]}""".formatted(reference, code(person), TrytonAccountant.today()));
        JsonNode open = awaitInvoice(person, "open", "3.000");
        assertThat(open.path("number").asText()).isEqualTo(issued.path("number").asText());

        JsonNode credit = answer(
                "ensure-credit-note",
                "{\"reference\":\"%s\",\"invoice\":\"%s\",\"date\":\"%s\"}"
                        .formatted(TransferId.next(), reference, TrytonAccountant.today()));

        assertThat(credit.path("state").asText()).isEqualTo("paid");
        JsonNode cancelled = awaitInvoice(person, "cancelled", "0.000");
        assertThat(cancelled.path("id")).isEqualTo(open.path("id"));
    }

    private static Person knownToTryton() {
        Person person = world.person("en", "C-" + UUID.randomUUID());
        await("a party in Tryton")
                .atMost(PATIENCE)
                .until(() -> count("party_party", "code = '" + code(person) + "'") == 1);
        return person;
    }

    private static void pay(Person person, String invoice, String amount) {
        var unused = answer("ensure-invoice-paid", """
                {"reference":"%s","invoice":"%s","customer":"%s","date":"%s","amount":{"amount":"%s","currency":"KWD"}}""".formatted(
                        TransferId.next(), invoice, code(person), TrytonAccountant.today(), amount));
    }

    private static JsonNode awaitInvoice(Person person, String state, String open) {
        await(state + " " + open).atMost(PATIENCE).untilAsserted(() -> {
            JsonNode page = world.get(person, "/invoices").body();
            assertThat(page.at("/page/totalItems").asInt()).isOne();
            assertThat(page.at("/items/0/state").asText()).isEqualTo(state);
            assertThat(page.at("/items/0/open/amount").asText()).isEqualTo(open);
        });
        return world.get(person, "/invoices").body().at("/items/0");
    }

    private static void awaitReadings(int readings) {
        for (int i = 0; i < readings; i++) {
            String before = readAt();
            await("another reading").atMost(PATIENCE).until(() -> !readAt().equals(before));
        }
    }

    private static String readAt() {
        return behind.sql("select read_at::text from books_v_feed where system = 'tryton' and feed = 'entries'")
                .query(String.class)
                .single();
    }

    private static long lines(Person person) {
        return behind.sql("select count(*) from ledger_v_wallet_entry where customer_id = :customer")
                .param("customer", person.id())
                .query(Long.class)
                .single();
    }

    private static List<String> findings(Person person) {
        return behind.sql("select cause from books_v_finding where told like '%' || :customer || '%'")
                .param("customer", code(person))
                .query(String.class)
                .list();
    }

    private static long movesOf(Person person) {
        return tryton.database
                .sql("""
                        select count(distinct l.move) from account_move_line l join party_party p on p.id = l.party
                        where p.code = :code
                        """)
                .param("code", code(person))
                .query(Long.class)
                .single();
    }

    private static String number(long move) {
        return tryton.database
                .sql("select number from account_move where id = :id")
                .param("id", move)
                .query(String.class)
                .single();
    }

    private static long draft(Person person, String description, String debit, String credit, String amount) {
        return accountant.draft(code(person), description, debit, credit, amount);
    }

    private static String code(Person person) {
        return person.customer().externalId();
    }

    private static long count(String table, String condition) {
        return tryton.database
                .sql("select count(*) from " + table + " where " + condition)
                .query(Long.class)
                .single();
    }

    /** An operation of the connector, as the hub's own routes call it. */
    private static JsonNode answer(String operation, String document) {
        return json(send("direct:tryton." + operation, Map.of(), document));
    }

    private static String send(String endpoint, Map<String, String> properties, String body) {
        Exchange exchange = camel.getEndpoint(endpoint).createExchange(ExchangePattern.InOut);
        properties.forEach(exchange::setProperty);
        exchange.getMessage().setBody(body);
        Exchange answered = camel.createProducerTemplate().send(endpoint, exchange);
        String text = answered.getMessage().getBody(String.class);
        assertThat(answered.getException()).as(text).isNull();
        assertThat(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                .as(text)
                .isIn(200, 201);
        return text;
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(body, e);
        }
    }
}
