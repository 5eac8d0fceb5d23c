package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import wallethub.embedded.TrytonServer;
import wallethub.id.TransferId;
import wallethub.lane.HubHeaders;
import wallethub.testing.AtOnce;

/** The connector tryton, as shipped, against a running Tryton. */
@EnabledIf(
        value = "wallethub.embedded.TrytonServer#isInstalled",
        disabledReason = "no Tryton 6.0 to start; samples/tryton/tryton installed says why")
class TrytonIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static TrytonServer tryton;
    private static EdgeServer hub;
    private static CamelContext camel;

    private final String customer = "C-" + UUID.randomUUID();
    private final String reference = "trf-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        tryton = TrytonServer.start();
        hub = EdgeServer.shipped(tryton.settings(tryton.password));
        camel = hub.context.getBean(CamelContext.class);
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
        assertThat(answer(ask("ensure-customer", customer(customer, "Sample Customer")))
                        .path("id")
                        .asText())
                .isNotBlank();
    }

    @Test
    void postsAnEntryOnceAndAnswersTheSameNumberAgain() {
        JsonNode first = answer(ask("ensure-entry", entry(reference, customer, "12.500")));
        assertThat(first.path("state").asText()).isEqualTo("posted");
        assertThat(first.path("number").asText()).startsWith("WALLET-");
        assertThat(answer(ask("ensure-entry", entry(reference, customer, "12.500"))))
                .isEqualTo(first);
        assertThat(answer(ask("find-by-reference", entry(reference, customer, "12.500"))))
                .hasSize(1);
        assertThat(moves(reference, "posted")).isEqualTo(1);
        assertThat(balance()).isEqualTo("12.500");
    }

    @Test
    void goesOnWithADraftThatAKilledCreateLeftAndMakesNoSecond() {
        draft(entry(reference, customer, "3.000"));
        assertThat(moves(reference, "draft")).isEqualTo(1);
        assertThat(balance()).isEqualTo("0.000");
        JsonNode found = answer(ask("find-by-reference", entry(reference, customer, "3.000")));
        assertThat(found.path(0).path("state").asText()).isEqualTo("draft");

        JsonNode posted = answer(ask("ensure-entry", entry(reference, customer, "3.000")));

        assertThat(posted.path("id")).isEqualTo(found.path(0).path("id"));
        assertThat(moves(reference, "posted")).isEqualTo(1);
        assertThat(moves(reference, "draft")).isZero();
        assertThat(balance()).isEqualTo("3.000");
    }

    @Test
    void neverPostsADraftOfOurReferenceWithAnotherAmount() {
        draft(entry(reference, customer, "3.000"));
        assertRefused(ask("ensure-entry", entry(reference, customer, "3.001")), 409, "fatal", "REFERENCE_CONFLICT");
        assertThat(moves(reference, "draft")).isEqualTo(1);
        assertThat(moves(reference, "posted")).isZero();
    }

    @Test
    void refusesAPostedReferenceWithAnotherAmountOrCustomer() {
        ask("ensure-entry", entry(reference, customer, "5.000"));
        assertRefused(ask("ensure-entry", entry(reference, customer, "5.001")), 409, "fatal", "REFERENCE_CONFLICT");
        assertRefused(ask("ensure-entry", entry(reference, "C-other", "5.000")), 409, "fatal", "REFERENCE_CONFLICT");
        assertThat(moves(reference, "posted")).isEqualTo(1);
        assertThat(balance()).isEqualTo("5.000");
    }

    @Test
    void severalMovesOfOneReferenceAreAnAlarmAndNoneIsPosted() {
        draft(entry(reference, customer, "1.000"));
        draft(entry(reference, customer, "1.000"));
        assertThat(answer(ask("find-by-reference", entry(reference, customer, "1.000"))))
                .hasSize(2);
        assertRefused(ask("ensure-entry", entry(reference, customer, "1.000")), 409, "fatal", "DUPLICATE_DOCUMENT");
        assertThat(moves(reference, "posted")).isZero();
    }

    @Test
    void refusesWhatTheBooksCannotTakeAndCreatesNothing() {
        String good = entry(reference, customer, "1.000");
        assertRefused(ask("ensure-entry", entry(reference, "C-nobody", "1.000")), 422, null, "CUSTOMER_UNKNOWN");
        assertRefused(ask("ensure-entry", good.replace(today().toString(), "2101-01-31")), 423, null, "PERIOD_CLOSED");
        assertRefused(ask("ensure-entry", good.replace("KWD", "SAR")), 422, "fatal", "CURRENCY_REFUSED");
        assertRefused(ask("ensure-entry", good.replace("1101", "1199")), 422, "hold", "ACCOUNT_UNKNOWN");
        assertRefused(ask("ensure-entry", good.replaceFirst("1.000", "1.0001")), 422, null, "ENTRY_REFUSED");
        assertThat(moves(reference, "draft") + moves(reference, "posted")).isZero();
    }

    /** Its period may be closed by now; the books say then which day it was. */
    @Test
    void postsOnTheFirstOpenDayAfterAClosedPeriodAndSaysTheDate() {
        LocalDate day = today().minusYears(1).withMonth(3).withDayOfMonth(15);
        String late = entry(reference, customer, "1.000").replace(today().toString(), day.toString());
        period(day, "close");
        try {
            assertThat(answer(ask("ensure-entry", late)).path("state").asText()).isEqualTo("posted");
        } finally {
            period(day, "open");
        }
        assertThat(tryton.database
                        .sql("""
                                select distinct m.date || ' ' || l.description from account_move m
                                join account_move_line l on l.move = m.id where m.description = :reference
                                """)
                        .param("reference", reference)
                        .query(String.class)
                        .list())
                .containsExactly(day.withMonth(4).withDayOfMonth(1) + " Wallet recharge (" + day + ")");
        assertThat(answer(ask("ensure-entry", late)).path("state").asText()).isEqualTo("posted");
        assertThat(moves(reference, "posted")).isEqualTo(1);
    }

    @Test
    void aDraftThatIsRefusedForGoodIsNotLeftBehind() {
        String unbalanced = entry(reference, customer, "1.000").replaceFirst("1\\.000", "2.000");
        assertRefused(ask("ensure-entry", unbalanced), 422, null, "ENTRY_REFUSED");
        assertThat(moves(reference, "draft") + moves(reference, "posted")).isZero();
        draft(unbalanced);
        assertThat(moves(reference, "draft")).isEqualTo(1);
        assertRefused(ask("ensure-entry", unbalanced), 422, null, "ENTRY_REFUSED");
        assertThat(moves(reference, "draft") + moves(reference, "posted")).isZero();
    }

    /** The warning is one that posting an invoice gives, whose term is over. */
    @Test
    void confirmsAWarningThatIsHarmlessOnceAndHoldsAllOthers() {
        String invoice = overdueInvoice();
        String post = "[[" + invoice + "]]";
        try (EdgeServer strict = EdgeServer.shipped(Stream.concat(
                        Stream.of(tryton.settings(tryton.password)), Stream.of("hub.erp.harmless-warnings=^none$"))
                .toArray(String[]::new))) {
            CamelContext theirs = strict.context.getBean(CamelContext.class);
            Exchange held = confirming(theirs, "model.account.invoice.post", post);
            assertRefused(held, 422, "hold", "WARNING");
            assertThat(invoices("draft", invoice)).isEqualTo(1);
        }
        Exchange posted = confirming(camel, "model.account.invoice.post", post);
        assertThat(status(posted)).isEqualTo(200);
        assertThat(invoices("posted", invoice)).isEqualTo(1);
        assertThat(tryton.database
                        .sql("select count(*) from res_user_warning")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsTriedAgain() {
        String party = answer(ask("ensure-customer", customer(customer, "Sample Customer")))
                .path("id")
                .asText();
        Exchange refused = call(
                "model.party.party.write",
                "write",
                "[[" + party + "],{\"name\":\"Other\"}]",
                "{\"_timestamp\":{\"party.party," + party + "\":\"1.0\"}}");
        assertRefused(refused, 500, "retry", "CONCURRENT");
        assertThat(tryton.database
                        .sql("select name from party_party where code = :code")
                        .param("code", customer)
                        .query(String.class)
                        .single())
                .isEqualTo("Sample Customer");
    }

    /** Each of the first entries of a journal in a period makes what only one of them may. */
    @Test
    void theFirstEntriesOfAPeriodMayComeTogetherAndNoneIsRefusedForGood() {
        LocalDate unused = today().plusYears(1).withMonth(8).withDayOfMonth(1);
        List<String> entries = Stream.generate(() -> "trf-" + UUID.randomUUID())
                .limit(6)
                .map(each -> entry(each, customer, "1.000").replace(today().toString(), unused.toString()))
                .toList();
        List<Exchange> answers = AtOnce.run(entries.size(), n -> ask("ensure-entry", entries.get(n)));
        assertThat(answers.stream().map(TrytonIT::status)).contains(200).isSubsetOf(200, 500);
        answers.stream()
                .filter(each -> status(each) == 500)
                .forEach(each -> assertRefused(each, 500, "retry", "CONCURRENT"));
        entries.forEach(each -> assertThat(
                        answer(ask("ensure-entry", each)).path("state").asText())
                .isEqualTo("posted"));
    }

    /** Tryton's transaction cannot be serialised with one that holds and changes the same move; it is made again. */
    @Test
    void twoWritersOfOneMoveEndWithItPostedOnce() {
        draft(entry(reference, customer, "2.000"));
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> tryton.database
                .sql("do $$ begin update account_move set write_date = now() where description = '" + reference
                        + "'; perform pg_sleep(2); end $$")
                .update());
        await().until(() -> tryton.database
                        .sql("select count(*) from pg_stat_activity where wait_event = 'PgSleep'")
                        .query(Integer.class)
                        .single()
                == 1);
        assertThat(answer(ask("ensure-entry", entry(reference, customer, "2.000")))
                        .path("state")
                        .asText())
                .isEqualTo("posted");
        assertThat(other).isCompleted();
        assertThat(moves(reference, "posted")).isEqualTo(1);
        assertThat(moves(reference, "draft")).isZero();
    }

    @Test
    void aCustomerIsOnePartyHoweverOftenAndKeepsItsNewName() {
        JsonNode first = answer(ask("ensure-customer", customer(customer, "Sample Customer")));
        JsonNode again = answer(ask("ensure-customer", customer(customer, "عميل تجريبي")));
        assertThat(again).isEqualTo(first);
        assertThat(tryton.database
                        .sql("select name from party_party where code = :code")
                        .param("code", customer)
                        .query(String.class)
                        .list())
                .containsExactly("عميل تجريبي");
    }

    @Test
    void logsInOnceMoreWhenItsSessionHasEnded() {
        tryton.database.sql("delete from ir_session").update();
        assertThat(answer(ask("ensure-entry", entry(reference, customer, "7.000")))
                        .path("state")
                        .asText())
                .isEqualTo("posted");
        assertThat(ask("probe", "").getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                .isEqualTo(200);
        assertThat(sessions()).isEqualTo(1);
    }

    /** Tryton locks a user after five. */
    @Test
    void aRefusedLoginIsTriedOnceHoweverOftenItIsAsked() {
        int sessions = sessions();
        tryton.database.sql("delete from res_user_login_attempt").update();
        try (EdgeServer stranger = EdgeServer.shipped(tryton.settings("not-the-password-at-all"))) {
            CamelContext theirs = stranger.context.getBean(CamelContext.class);
            for (int i = 0; i < 8; i++) {
                assertRefused(ask(theirs, "probe", ""), 503, "outage", "LOGIN_REFUSED");
                assertRefused(
                        ask(theirs, "ensure-entry", entry(reference, customer, "1.000")),
                        503,
                        "outage",
                        "LOGIN_REFUSED");
            }
        }
        assertThat(tryton.database
                        .sql("select count(*) from res_user_login_attempt where login = 'wallet-hub'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(sessions()).isEqualTo(sessions);
        assertThat(moves(reference, "posted")).isZero();
    }

    @Test
    void anErrorWithoutAClassIsAnOutageForAReadAndUnknownForAWrite() {
        assertRefused(call("model.no.such.search", "read", "[[]]"), 503, "outage", "UNCLASSIFIED");
        assertRefused(
                call("model.party.party.create", "write", "[[{\"nosuchfield\":1}]]"), 500, "unknown", "UNCLASSIFIED");
        assertRefused(call("model.party.party.nosuch", "write", "[]"), 503, "outage", "HTTP_403");
    }

    @Test
    void booksWithOtherDecimalsThanTheWalletsAreAnOutage() {
        try (EdgeServer other = EdgeServer.shipped(tryton.settings(tryton.password))) {
            digits(2);
            Exchange refused = ask(other.context.getBean(CamelContext.class), "probe", "");
            assertRefused(refused, 503, "outage", "LOGIN_FAILED");
            assertThat(refused.getMessage().getHeader(HubHeaders.OUTCOME_MESSAGE, String.class))
                    .contains("decimals");
        } finally {
            digits(3);
        }
    }

    /** Through the lane, as the hub does it: the process is killed while entries of three wallets are on their way. */
    @Test
    void everyMovementIsPostedOnceThoughTrytonIsKilledInTheMiddle() {
        List<TransferId> transfers = new ArrayList<>();
        Movements movements = new Movements(hub, tryton);
        for (int wallet = 0; wallet < 3; wallet++) {
            transfers.addAll(movements.recharge(customer + wallet, Movements.times(5, "1.251")));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> movements.posted(transfers) >= 2);
        tryton.killAndStart();
        await().atMost(Duration.ofSeconds(90)).until(() -> movements.settled(transfers) == transfers.size());

        assertThat(movements.moves(transfers, "posted"))
                .containsExactlyInAnyOrderElementsOf(
                        transfers.stream().map(TransferId::text).toList());
        assertThat(movements.drafts(transfers)).isZero();
        for (int wallet = 0; wallet < 3; wallet++) {
            assertThat(balance(customer + wallet)).isEqualTo("6.255");
        }
    }

    private static void period(LocalDate day, String state) {
        assertThat(tryton.database
                        .sql("""
                                update account_period set state = :state where type = 'standard' and :day between start_date and end_date
                                """)
                        .param("state", state)
                        .param("day", day)
                        .update())
                .isEqualTo(1);
    }

    private String overdueInvoice() {
        // Of today, so that no invoice of another test is younger, which Tryton would refuse.
        tryton.database.sql("""
                        with term as (insert into account_invoice_payment_term (active, name) values (true, 'A day ago') returning id),
                            line as (insert into account_invoice_payment_term_line (payment, type, sequence)
                                select id, 'remainder', 1 from term returning id)
                        insert into account_invoice_payment_term_line_delta (line, sequence, months, weeks, days)
                        select id, 1, 0, 0, -1 from line
                        """).update();
        String term = one("select max(id)::text from account_invoice_payment_term");
        String currency = one("select currency::text from company_company");
        String party = result(call(
                "model.party.party.create",
                "write",
                "[[{\"name\":\"Sample\",\"addresses\":[[\"create\",[{}]]]}]]",
                "{}"));
        String address = one("select id::text from party_address where party = " + party);
        LocalDate day = today();
        return result(call(
                "model.account.invoice.create",
                "write",
                """
                [[{"company":1,"type":"out","party":%s,"invoice_address":%s,"account":%s,"currency":%s,"journal":%s,"payment_term":%s,
                "invoice_date":{"__class__":"date","year":%d,"month":%d,"day":%d},
                "lines":[["create",[{"type":"line","description":"Plan","quantity":1.0,"account":%s,"currency":%s,
                "unit_price":{"__class__":"Decimal","decimal":"1.000"}}]]]}]]""".formatted(
                                party,
                                address,
                                one("select id::text from account_account where name = 'Main Receivable'"),
                                currency,
                                one("select id::text from account_journal where code = 'REV'"),
                                term,
                                day.getYear(),
                                day.getMonthValue(),
                                day.getDayOfMonth(),
                                one("select id::text from account_account where name = 'Main Revenue'"),
                                currency),
                "{}"));
    }

    private static String one(String query) {
        return tryton.database.sql(query).query(String.class).single();
    }

    /** The id of what was created. */
    private static String result(Exchange created) {
        return answer(created).path(0).asText();
    }

    private static int invoices(String state, String id) {
        return tryton.database
                .sql("select count(*) from account_invoice where state = :state and id = :id")
                .param("state", state)
                .param("id", Integer.parseInt(id))
                .query(Integer.class)
                .single();
    }

    private static void digits(int digits) {
        tryton.database
                .sql("update currency_currency set digits = :digits where code = 'KWD'")
                .param("digits", digits)
                .update();
    }

    private static Exchange ask(String operation, String document) {
        return ask(camel, operation, document);
    }

    private static Exchange ask(CamelContext context, String operation, String document) {
        return context.createFluentProducerTemplate()
                .to("direct:tryton." + operation)
                .withBody(document)
                .request(Exchange.class);
    }

    /** A call that no operation makes. */
    private static Exchange call(String method, String effect, String parameters) {
        return call(method, effect, parameters, "{}");
    }

    private static Exchange call(String method, String effect, String parameters, String more) {
        Exchange exchange = camel.getEndpoint("direct:tryton.enter").createExchange(ExchangePattern.InOut);
        exchange.setProperty("method", method);
        exchange.setProperty("effect", effect);
        exchange.setProperty("more", more);
        exchange.getMessage().setBody(parameters);
        return camel.createProducerTemplate().send("direct:tryton.enter", exchange);
    }

    /** A write as an operation makes it that may have to be confirmed. */
    private static Exchange confirming(CamelContext context, String method, String parameters) {
        Exchange exchange = context.getEndpoint("direct:tryton.probe").createExchange(ExchangePattern.InOut);
        exchange.getMessage().setBody("");
        context.createProducerTemplate().send("direct:tryton.probe", exchange);
        exchange.setProperty("method", method);
        exchange.setProperty("effect", "write");
        exchange.getMessage().setBody(parameters);
        context.createProducerTemplate().send("direct:tryton.send-confirming", exchange);
        return context.createProducerTemplate().send("direct:tryton.judge", exchange);
    }

    /** As far as an operation came whose process was killed after the create. */
    private static void draft(String entry) {
        Exchange exchange = camel.getEndpoint("direct:tryton.read-entries").createExchange(ExchangePattern.InOut);
        exchange.getMessage().setBody("[" + entry + "]");
        camel.createProducerTemplate().send("direct:tryton.read-entries", exchange);
        exchange.setProperty("work", "[{\"entry\":" + entry + ",\"answer\":null,\"draft\":null}]");
        camel.createProducerTemplate().send("direct:tryton.create-entries", exchange);
        assertThat(exchange.getException()).isNull();
    }

    private String balance() {
        return balance(customer);
    }

    private static String balance(String customer) {
        JsonNode answer = answer(ask("balance", "{\"customer\":\"" + customer + "\"}"));
        assertThat(answer.path("balance").path("currency").asText()).isEqualTo("KWD");
        return answer.path("balance").path("amount").asText();
    }

    private static int moves(String reference, String state) {
        return tryton.database
                .sql("select count(*) from account_move where description = :reference and state = :state")
                .param("reference", reference)
                .param("state", state)
                .query(Integer.class)
                .single();
    }

    private static int sessions() {
        return tryton.database
                .sql("select count(*) from ir_session")
                .query(Integer.class)
                .single();
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    private static String customer(String id, String name) {
        return "{\"externalId\":\"%s\",\"name\":\"%s\",\"currency\":\"KWD\"}".formatted(id, name);
    }

    private static String entry(String reference, String customer, String amount) {
        return """
                {"reference":"%s","kind":"wallet-recharge","customer":"%s","date":"%s","currency":"KWD",
                 "lines":[{"account":"1101","debit":"%s"},{"account":"2301","credit":"%s"}],"text":"Wallet recharge"}""".formatted(reference, customer, today(), amount, amount);
    }

    private static int status(Exchange answered) {
        assertThat(answered.getException()).isNull();
        return answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    private static JsonNode answer(Exchange answered) {
        String body = answered.getMessage().getBody(String.class);
        assertThat(status(answered))
                .as(body + " " + answered.getMessage().getHeader(HubHeaders.OUTCOME_MESSAGE))
                .isEqualTo(200);
        return json(body);
    }

    private static void assertRefused(Exchange answered, int status, @Nullable String outcome, String code) {
        String body = answered.getMessage().getBody(String.class);
        assertThat(status(answered)).as(body).isEqualTo(status);
        assertThat(json(body).path("error").path("code").asText()).isEqualTo(code);
        String said = answered.getMessage().getHeader(HubHeaders.OUTCOME, String.class);
        assertThat(said == null ? null : said.toLowerCase(Locale.ROOT)).isEqualTo(outcome);
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(body, e);
        }
    }
}
