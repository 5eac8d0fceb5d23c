package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import wallethub.embedded.TrytonServer;
import wallethub.id.TransferId;

/** What the connector tryton reads and makes beside plain entries, against a running Tryton. */
@EnabledIf(
        value = "wallethub.embedded.TrytonServer#isInstalled",
        disabledReason = "no Tryton 6.0 to start; samples/tryton/tryton installed says why")
class TrytonDocumentsIT {

    private static final int PAGES_MAX = 100;

    private static TrytonServer tryton;
    private static EdgeServer hub;
    private static CamelContext camel;
    private static ErpOperations erp;

    private final String customer = "C-" + UUID.randomUUID();
    private final String reference = TransferId.next().text();

    @BeforeAll
    static void start() {
        tryton = TrytonServer.start();
        hub = EdgeServer.shipped(tryton.settings(tryton.password));
        camel = hub.context.getBean(CamelContext.class);
        erp = new ErpOperations(camel, "tryton");
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
        if (tryton != null) {
            tryton.close();
        }
    }

    @BeforeEach
    void aCustomer() {
        erp.answer(
                "ensure-customer",
                "{\"externalId\":\"%s\",\"name\":\"Sample Customer\",\"currency\":\"KWD\"}".formatted(customer));
    }

    @Test
    void showsWhatWasPostedToTheWalletByTheHubAndByAnAccountant() {
        JsonNode ours = erp.answer("ensure-entry", entry(reference, "12.500"));
        long correction = posted(move("Correction of November", "2301", "1101", "0.750", ""));
        long draft = move("Not yet", "1101", "2301", "9.000", "");

        List<JsonNode> items = entriesSince(null, 500);

        assertThat(items).hasSize(2);
        JsonNode first = items.getFirst();
        assertThat(first.path("reference").asText()).isEqualTo(reference);
        assertThat(first.path("document")).isEqualTo(ours.path("id"));
        assertThat(first.path("number")).isEqualTo(ours.path("number"));
        assertThat(first.path("customer").asText()).isEqualTo(customer);
        assertThat(first.path("amount").toString()).isEqualTo("{\"amount\":\"12.500\",\"currency\":\"KWD\"}");
        assertThat(first.path("date").asText()).isEqualTo(today().toString());
        JsonNode second = items.getLast();
        assertThat(second.path("document").asText()).isEqualTo(Long.toString(correction));
        assertThat(second.path("reference").asText()).isEmpty();
        assertThat(second.path("text").asText()).isEqualTo("Correction of November");
        assertThat(second.at("/amount/amount").asText()).isEqualTo("-0.750");

        posted(draft);
        assertThat(entriesSince(null, 500).getLast().at("/amount/amount").asText())
                .isEqualTo("9.000");
    }

    @Test
    void aLineIsAsNewAsTheMoveThatPostedIt() {
        long draft = move("Corrected later", "1101", "2301", "1.000", "");
        Instant before = Instant.parse(databaseTime());
        assertThat(entriesSince(before.toString(), 500)).isEmpty();

        posted(draft);

        List<JsonNode> items = entriesSince(before.toString(), 500);
        assertThat(items).hasSize(1);
        Instant changed = Instant.parse(items.getFirst().path("changedAt").asText());
        assertThat(changed).isAfterOrEqualTo(before);
        assertThat(entriesSince(changed.toString(), 500)).hasSize(1);
        assertThat(entriesSince(changed.plusNanos(1_000).toString(), 500)).isEmpty();
    }

    @Test
    void whatTakesAnEntryBackShowsTheReferenceOfItsOrigin() {
        JsonNode ours = erp.answer("ensure-entry", entry(reference, "3.000"));
        String origin = ours.path("id").asText();
        posted(move("Typed by a person", "2301", "1101", "3.000", "account.move," + origin));
        JsonNode back = entriesSince(null, 500).getLast();
        assertThat(back.path("reference").asText()).isEqualTo(reference);
        assertThat(back.path("origin").asText()).isEqualTo(origin);
        assertThat(back.at("/amount/amount").asText()).isEqualTo("-3.000");
    }

    /** Few things in Tryton have a description; a line that comes from one that has none is shown all the same. */
    @Test
    void anOriginWithoutADescriptionStopsNothing() {
        long fiscalYear = tryton.database
                .sql("select min(id) from account_fiscalyear")
                .query(Long.class)
                .single();
        posted(move("Opening balance", "1101", "2301", "2.000", "account.fiscalyear," + fiscalYear));
        tryton.database
                .sql(
                        "update account_move set origin = 'account.fiscalyear,' || :id where description = 'Opening balance'")
                .param("id", fiscalYear)
                .update();
        assertThat(entriesSince(null, 500))
                .hasSize(1)
                .allSatisfy(item -> assertThat(item.path("reference").asText()).isEmpty());
    }

    @Test
    void pagesGiveEveryLineOnceInTheOrderOfTheIds() {
        List<String> amounts = new ArrayList<>();
        for (int i = 1; i <= 7; i++) {
            posted(move("Correction", "1101", "2301", "0.00" + i, ""));
            amounts.add("0.00" + i);
        }
        assertThat(entriesSince(null, 3))
                .extracting(item -> item.at("/amount/amount").asText())
                .isEqualTo(amounts);
        assertThat(entriesSince(null, 7)).hasSize(7);
    }

    /** Those of this test's customer, page by page. */
    private List<JsonNode> entriesSince(String since, int limit) {
        return pages("entries-since", since, limit);
    }

    private List<JsonNode> pages(String operation, String since, int limit) {
        List<JsonNode> items = new ArrayList<>();
        String after = null;
        for (int page = 0; page < PAGES_MAX; page++) {
            JsonNode answer = erp.answer(
                    operation, "{\"since\":%s,\"after\":%s,\"limit\":%d}".formatted(text(since), text(after), limit));
            assertThat(answer.path("items").size()).isLessThanOrEqualTo(limit);
            answer.path("items").forEach(items::add);
            if (answer.path("next").isNull()) {
                return items.stream()
                        .filter(item -> item.path("customer").asText().equals(customer))
                        .toList();
            }
            after = answer.path("next").asText();
        }
        throw new AssertionError("more than " + PAGES_MAX + " pages");
    }

    private static String text(String value) {
        return value == null ? "null" : "\"" + value + "\"";
    }

    /** As a person makes it: a draft of two lines, for this test's customer where the account wants one. */
    private long move(String description, String debit, String credit, String amount, String origin) {
        String values = """
                [[{"company":1,"journal":%d,"period":%d,"date":%s,"description":"%s","origin":%s,"lines":[["create",[
                   {"account":%d,"debit":%s,"credit":%s%s},{"account":%d,"debit":%s,"credit":%s%s}]]]}]]
                """.formatted(
                        id("account_journal", "code = 'WALLET'"),
                        id("account_period", "start_date <= current_date and end_date >= current_date"),
                        day(),
                        description,
                        origin.isEmpty() || !origin.startsWith("account.move") ? "null" : "\"" + origin + "\"",
                        account(debit),
                        decimal(amount),
                        decimal("0"),
                        party(debit),
                        account(credit),
                        decimal("0"),
                        decimal(amount),
                        party(credit));
        return json(call("model.account.move.create", values)).path(0).asLong();
    }

    private static long posted(long move) {
        call("model.account.move.post", "[[" + move + "]]");
        return move;
    }

    private String party(String account) {
        return account.equals("2301") ? ",\"party\":" + id("party_party", "code = '" + customer + "'") : "";
    }

    private static long account(String code) {
        return id("account_account", "code = '" + code + "'");
    }

    private static String decimal(String amount) {
        return "{\"__class__\":\"Decimal\",\"decimal\":\"" + amount + "\"}";
    }

    private static String day() {
        LocalDate today = today();
        return "{\"__class__\":\"date\",\"year\":%d,\"month\":%d,\"day\":%d}"
                .formatted(today.getYear(), today.getMonthValue(), today.getDayOfMonth());
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    private static String databaseTime() {
        return tryton.database
                .sql("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                .query(String.class)
                .single();
    }

    private static long id(String table, String condition) {
        return tryton.database
                .sql("select min(id) from " + table + " where " + condition)
                .query(Long.class)
                .single();
    }

    /** A call by JSON-RPC that no operation makes. */
    private static String call(String method, String parameters) {
        Exchange exchange = camel.getEndpoint("direct:tryton.enter").createExchange(ExchangePattern.InOut);
        exchange.setProperty("method", method);
        exchange.setProperty("effect", "write");
        exchange.getMessage().setBody(parameters);
        Exchange answered = camel.createProducerTemplate().send("direct:tryton.enter", exchange);
        assertThat(answered.getException()).isNull();
        assertThat(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                .as(answered.getMessage().getBody(String.class))
                .isEqualTo(200);
        return answered.getMessage().getBody(String.class);
    }

    private static JsonNode json(String body) {
        return ErpOperations.json(body);
    }

    private String entry(String reference, String amount) {
        return """
                {"reference":"%s","kind":"wallet-recharge","customer":"%s","date":"%s","currency":"KWD",
                 "lines":[{"account":"1101","debit":"%s"},{"account":"2301","credit":"%s"}],"text":"Wallet recharge"}""".formatted(reference, customer, today(), amount, amount);
    }
}
