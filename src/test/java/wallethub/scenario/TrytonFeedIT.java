package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
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
import wallethub.certify.FaultProxy;
import wallethub.certify.Trouble;
import wallethub.embedded.TrytonAccountant;
import wallethub.embedded.TrytonServer;
import wallethub.id.TransferId;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Recharge;
import wallethub.setting.SettingGroup;
import wallethub.setting.Settings;

/** What an accountant does in a running Tryton, as the hub's customers see it seconds later. */
@EnabledIf(
        value = "wallethub.embedded.TrytonServer#isInstalled",
        disabledReason = "no Tryton 6.0 to start; samples/tryton/tryton installed says why")
class TrytonFeedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private static TrytonServer tryton;
    private static FaultProxy proxy;
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
        proxy = FaultProxy.before(URI.create(tryton.url));
        settings.put("hub.erp.url", proxy.url().toString());
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
        if (proxy != null) {
            proxy.close();
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
        Person person = funded("10.000");
        String issued = issued(person, "7.250");
        JsonNode open = awaitInvoice(person, "open", "7.250");

        String payment = paid(person, open, "7.250");

        awaitSettled(issued, payment);
        assertThat(world.balance(person)).isEqualTo("2.750");
        assertThat(findings(person)).isEmpty();
        world.checkLedger();
    }

    /** The move is posted, and nobody heard of it: that it counts as the invoice's payment is still to be done. */
    @Test
    void anInvoiceIsPaidOnceInTrytonThoughTheAnswerIsLostAndTheLetterComesTwice() {
        Person person = funded("10.000");
        String issued = issued(person, "7.250");
        JsonNode open = awaitInvoice(person, "open", "7.250");
        proxy.when(passage -> passage.body().contains("model.account.move.post\""), 1, new Trouble.LoseAnswer());

        String payment = paid(person, open, "7.250");

        awaitSettled(issued, payment);
        assertThat(proxy.passages().stream().filter(passage -> passage.trouble() instanceof Trouble.LoseAnswer))
                .hasSize(1);
        String again = """
                {"reference":"%s","invoice":"%s","customer":"%s","date":"%s","amount":{"amount":"7.250","currency":"KWD"}}""".formatted(payment, issued, code(person), TrytonAccountant.today());
        assertThat(answer("ensure-invoice-paid", again).path("number").asText())
                .isEqualTo(number(count("account_move", "description = '" + payment + "'", "min(id)")));
        assertThat(count("account_move", "description = '" + payment + "'")).isOne();
        assertThat(count("account_invoice", "state = 'paid' and id = " + issued))
                .isOne();
        assertThat(world.balance(person)).isEqualTo("2.750");
        world.checkLedger();
    }

    @Test
    void theInvoiceOfSomebodyWhoWasMergedIsPaidFromTheSurvivorsWallet() {
        Person payer = knownToTryton();
        Person debtor = knownToTryton();
        String issued = issued(debtor, "3.000");
        String payment = TransferId.next().text();

        var unused = answer("ensure-invoice-paid", """
                {"reference":"%s","invoice":"%s","customer":"%s","debtor":"%s","date":"%s","amount":{"amount":"3.000","currency":"KWD"}}""".formatted(
                        payment, issued, code(payer), code(debtor), TrytonAccountant.today()));

        assertThat(count("account_invoice", "state = 'paid' and id = " + issued))
                .isOne();
        assertThat(linesOf(payment))
                .containsExactly("1201 0.000 3.000 " + code(debtor), "2301 3.000 0.000 " + code(payer));
    }

    @Test
    void aRechargeIsInvoicedInTrytonWhereTheSettingSaysSo() {
        Person person = knownToTryton();
        setting("recharge-invoice", "{\"on\":true,\"account\":\"4001\"}");
        try {
            world.stripe.pay(world.recharge(person, "6.500").session());
            JsonNode open = awaitInvoice(person, "open", "6.500");

            String entry = receipt(person) + " 1201 6.500 0.000, 4001 0.000 6.500";
            assertThat(invoices(person)).containsExactly("posted " + entry);
            String payment = paid(person, open, "6.500");
            await("settled in Tryton")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(invoices(person)).containsExactly("paid " + entry));
            assertThat(count("account_move", "state = 'posted' and description = '" + payment + "'"))
                    .isOne();
            assertThat(world.balance(person)).isEqualTo("0.000");
        } finally {
            setting("recharge-invoice", "{\"on\":false,\"account\":\"4001\"}");
        }
        world.checkLedger();
    }

    @Test
    void whatMovesBetweenWalletsAndWebShopsIsOneMoveEach() {
        Person person = funded("10.000");

        Map<TransferId, List<String>> expected = StoreMovements.make(world.hub(), person.customer());

        await("posted").atMost(PATIENCE).until(() -> movesOf(person) == 1 + expected.size());
        expected.forEach((reference, lines) -> assertThat(linesOf(reference.text()))
                .as(reference.text())
                .isEqualTo(lines.stream()
                        .map(line -> line.startsWith("2301") ? line + " " + code(person) : line)
                        .toList()));
        await("known to the hub")
                .atMost(PATIENCE)
                .until(() -> world.get(person, "/wallet")
                        .body()
                        .at("/erp/inFlight/amount")
                        .asText()
                        .equals("0.000"));
        awaitReadings(2);
        assertThat(findings(person)).isEmpty();
        assertThat(world.balance(person)).isEqualTo("5.250");
        world.checkLedger();
    }

    private static Person funded(String amount) {
        Person person = knownToTryton();
        world.stripe.pay(world.recharge(person, amount).session());
        world.awaitBalance(person, amount);
        return person;
    }

    /** The id of an open invoice in Tryton. */
    private static String issued(Person person, String total) {
        return answer("ensure-invoice", """
                {"reference":"%s","customer":"%s","date":"%s","currency":"KWD","text":"November","lines":[
                 {"text":"Plan","account":"4001","amount":"%s"}]}""".formatted(TransferId.next(), code(person), TrytonAccountant.today(), total))
                .path("id")
                .asText();
    }

    /** The transfer of a payment by the customer. */
    private static String paid(Person person, JsonNode invoice, String amount) {
        World.Reply paid = world.send(
                person,
                "POST",
                "/api/customer/v1/invoices/" + invoice.path("id").asText() + "/pay",
                Map.of("Idempotency-Key", UUID.randomUUID().toString()),
                "{\"amount\": {\"amount\": \"%s\", \"currency\": \"KWD\"}}".formatted(amount));
        assertThat(paid.status()).as(paid.body().toString()).isEqualTo(200);
        return paid.body().path("transactionId").asText();
    }

    private static void awaitSettled(String invoice, String payment) {
        await("settled in Tryton")
                .atMost(PATIENCE)
                .until(() -> count("account_invoice", "state = 'paid' and id = " + invoice) == 1);
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
    }

    /** A group of settings as two of the staff would have left it. */
    private static void setting(String group, String content) {
        behind.sql("""
                        insert into setting_version (group_name, version, content, changed_by, reason, changed_at)
                        select :group, coalesce(max(version), 0) + 1, :content, 'staff:t', 'a test', now()
                        from setting_version where group_name = :group
                        """).param("group", group).param("content", content).update();
        SettingGroup<?> known = world.hub().getBeansOfType(SettingGroup.class).values().stream()
                .filter(one -> one.name().equals(group))
                .findFirst()
                .orElseThrow();
        await("in force").atMost(PATIENCE).until(() -> {
            Object now = world.hub().getBean(Settings.class).current(known);
            return JSON.valueToTree(now).equals(json(content));
        });
    }

    private static String receipt(Person person) {
        return behind.sql("select receipt_id from invoice_request where customer_id = :customer")
                .param("customer", person.id())
                .query(String.class)
                .single();
    }

    /** The customer's in Tryton: state, our reference, and the lines of its move. */
    private static List<String> invoices(Person person) {
        return tryton.database
                .sql("""
                        select i.state || ' ' || i.reference || ' ' || (
                            select string_agg(a.code || ' ' || round(l.debit, 3) || ' ' || round(l.credit, 3), ', ' order by a.code)
                            from account_move_line l join account_account a on a.id = l.account where l.move = i.move)
                        from account_invoice i join party_party p on p.id = i.party where p.code = :code
                        """)
                .param("code", code(person))
                .query(String.class)
                .list();
    }

    /** The lines of the posted moves of our reference: account, debit, credit, and whose, in the order of the accounts. */
    private static List<String> linesOf(String reference) {
        return tryton.database
                .sql("""
                        select a.code || ' ' || round(l.debit, 3) || ' ' || round(l.credit, 3)
                            || coalesce(' ' || p.code, '')
                        from account_move m join account_move_line l on l.move = m.id
                            join account_account a on a.id = l.account left join party_party p on p.id = l.party
                        where m.state = 'posted' and m.description = :reference order by 1
                        """)
                .param("reference", reference)
                .query(String.class)
                .list();
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
        return count(table, condition, "count(*)");
    }

    private static long count(String table, String condition, String what) {
        return tryton.database
                .sql("select " + what + " from " + table + " where " + condition)
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
