package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.database.RowScope;
import wallethub.embedded.TrytonServer;
import wallethub.event.BusinessEvent;
import wallethub.event.CustomerMirrored;
import wallethub.event.RechargeSucceeded;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.lane.EventPublisher;
import wallethub.lane.HubHeaders;
import wallethub.money.Money;

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
        for (int wallet = 0; wallet < 3; wallet++) {
            transfers.addAll(recharge(customer + wallet, WalletId.next(), 5));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> posted(transfers) >= 2);
        tryton.killAndStart();
        await().atMost(Duration.ofSeconds(90)).until(() -> settled(transfers) == transfers.size());

        assertThat(transfers).hasSize(15).allSatisfy(transfer -> {
            assertThat(moves(transfer.text(), "posted")).isEqualTo(1);
            assertThat(moves(transfer.text(), "draft")).isZero();
        });
        for (int wallet = 0; wallet < 3; wallet++) {
            assertThat(balance(customer + wallet)).isEqualTo("6.255");
        }
    }

    /** The customer and so many recharges of 1.251 in one transaction; what a mirror and a payment publish. */
    private static List<TransferId> recharge(String externalId, WalletId wallet, int times) {
        Currency dinar = Currency.getInstance("KWD");
        Instant now = Clock.systemUTC().instant();
        CustomerId customer = CustomerId.next();
        List<BusinessEvent> events = new ArrayList<>();
        events.add(new CustomerMirrored(
                EventId.next(), wallet, customer, externalId, 1, "Sample Customer", "+96550000001", "en", dinar, now));
        List<TransferId> transfers = new ArrayList<>();
        for (int i = 1; i <= times; i++) {
            transfers.add(TransferId.next());
            events.add(new RechargeSucceeded(
                    EventId.next(),
                    wallet,
                    customer,
                    externalId,
                    RechargeId.next(),
                    "RCH-" + i,
                    transfers.getLast(),
                    "recharge",
                    Money.parse("1.251", dinar),
                    Money.parse("6.255", dinar),
                    i,
                    ReceiptId.next(),
                    "stripe",
                    "main",
                    "pi_" + UUID.randomUUID(),
                    now));
        }
        RowScope.system()
                .run(() -> new TransactionTemplate(hub.context.getBean(PlatformTransactionManager.class))
                        .executeWithoutResult(status ->
                                hub.context.getBean(EventPublisher.class).publish(events)));
        return transfers;
    }

    private static int posted(List<TransferId> transfers) {
        return transfers.stream()
                .mapToInt(transfer -> moves(transfer.text(), "posted"))
                .sum();
    }

    /** With the number that Tryton gave. */
    private static int settled(List<TransferId> transfers) {
        return transfers.stream()
                .mapToInt(transfer -> hub.jdbc
                        .sql("""
                                select count(*) from lane_done d
                                join lane_event e using (shard, id)
                                where convert_from(e.body, 'utf8') like '%' || :transfer || '%' and d.outcome = 'S' and d.foreign_number like 'WALLET-%'
                                """)
                        .param("transfer", transfer.text())
                        .query(Integer.class)
                        .single())
                .sum();
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
        Exchange exchange = camel.getEndpoint("direct:tryton.enter").createExchange(ExchangePattern.InOut);
        exchange.setProperty("method", method);
        exchange.setProperty("effect", effect);
        exchange.getMessage().setBody(parameters);
        return camel.createProducerTemplate().send("direct:tryton.enter", exchange);
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
