package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.ops.EdgeServer.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.database.RowScope;
import wallethub.id.CustomerId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;
import wallethub.testing.CustomerRow;

/** What customers read, over HTTP with the routes as shipped. */
class ReadsIT {

    private static final String API = "/api/customer/v1";
    private static final Currency KWD = Currency.getInstance("KWD");
    private static EdgeServer hub;
    private static WalletId wallet;
    private static int keys;

    @BeforeAll
    static void start() {
        hub = EdgeServer.shipped();
        wallet = customer(hub.customer, "C-1");
        post(TransferKind.RECHARGE, 12_345);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static WalletId customer(CustomerId customer, String externalId) {
        WalletId opened = WalletId.next();
        new CustomerRow(customer, opened, externalId, "+96550000000", "en").insert(hub.jdbc);
        change(() -> hub.context.getBean(Ledger.class).openWallet(opened, customer, KWD));
        return opened;
    }

    private static TransferId post(TransferKind kind, long minorUnits) {
        return post(wallet, kind, minorUnits);
    }

    private static TransferId post(WalletId wallet, TransferKind kind, long minorUnits) {
        keys++;
        Transfer transfer = new Transfer(
                TransferId.next(),
                kind,
                wallet,
                new Money(minorUnits, KWD),
                "clearing:tests",
                "k" + keys,
                Instant.EPOCH);
        PostOutcome outcome =
                inTransaction(() -> hub.context.getBean(Ledger.class).post(transfer));
        assertThat(outcome).isInstanceOf(PostOutcome.Posted.class);
        return transfer.id();
    }

    /** As the hub's own work, which sees every customer. */
    private static <T> T inTransaction(Supplier<T> work) {
        TransactionTemplate template = new TransactionTemplate(hub.context.getBean(PlatformTransactionManager.class));
        return Objects.requireNonNull(RowScope.system().call(() -> template.<T>execute(status -> work.get())));
    }

    private static void change(Runnable work) {
        inTransaction(() -> {
            work.run();
            return true;
        });
    }

    private static HttpResponse<String> get(String path, String... headers) {
        var request = hub.request(API + path);
        return hub.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static String tag(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.headers().firstValue("ETag").orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/wallet", "/wallet/summary", "/home", "/recharge-options"})
    void answersThatTheClientHasItAlready(String path) {
        String tag = tag(get(path));
        assertThat(tag).matches("\"[A-Za-z0-9_-]{22}\"");
        assertThat(tag(get(path))).isEqualTo(tag);
        for (String known : List.of(tag, "W/" + tag, "*", "\"x\", " + tag)) {
            HttpResponse<String> unchanged = get(path, "If-None-Match", known);
            assertThat(unchanged.statusCode()).as(known).isEqualTo(304);
            assertThat(unchanged.body()).isEmpty();
            assertThat(unchanged.headers().firstValue("ETag")).hasValue(tag);
            assertThat(unchanged.headers().allValues("Vary")).contains("Accept-Language", "Origin");
            assertThat(unchanged.headers().firstValue("Content-Type")).isEmpty();
            assertThat(unchanged.headers().firstValue("Cache-Control")).hasValue("no-store");
        }
        assertThat(get(path, "If-None-Match", "\"x\"", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        assertThat(get(path, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
        assertThat(get(path, "If-None-Match", tag.replace("\"", "")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aTagChangesWithTheDocumentAndItsLanguageOnly() {
        String english = tag(get("/wallet/summary", "Accept-Language", "en"));
        String arabic = tag(get("/wallet/summary", "Accept-Language", "ar-KW"));
        assertThat(arabic).isNotEqualTo(english);
        assertThat(get("/wallet/summary", "Accept-Language", "ar", "If-None-Match", english)
                        .statusCode())
                .isEqualTo(200);
        post(TransferKind.REFUND, 5);
        HttpResponse<String> changed = get("/wallet/summary", "If-None-Match", english);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(tag(changed)).isNotEqualTo(english);
        post(TransferKind.PAYMENT, -5);
        assertThat(tag(get("/wallet/summary", "Accept-Language", "en"))).isEqualTo(english);
    }

    @Test
    void aTagHelpsNobodyWhoMayNotSeeTheDocument() {
        String tag = tag(get("/wallet/summary"));
        var anonymous = hub.send(hub.anonymous(API + "/wallet/summary").header("If-None-Match", tag));
        assertThat(anonymous.statusCode()).isEqualTo(401);
        var stranger =
                hub.send(hub.request(CustomerId.next(), API + "/wallet/summary").header("If-None-Match", "*"));
        assertThat(stranger.statusCode()).isEqualTo(404);
    }

    @Test
    void alertsAreInTheLanguageOfTheCaller() {
        Ledger ledger = hub.context.getBean(Ledger.class);
        assertThat(codes(get("/wallet"))).isEmpty();
        long taken =
                inTransaction(() -> ledger.find(wallet).orElseThrow().balance().minorUnits()) - 1_000;
        change(() -> ledger.freeze(wallet));
        post(TransferKind.ADJUSTMENT, -taken);
        try {
            HttpResponse<String> english = get("/wallet", "Accept-Language", "en");
            HttpResponse<String> arabic = get("/wallet", "Accept-Language", "ar");
            assertThat(codes(english)).containsExactly("FROZEN", "LOW_BALANCE");
            assertThat(codes(arabic)).containsExactly("FROZEN", "LOW_BALANCE");
            assertThat(english.headers().firstValue("Content-Language")).hasValue("en");
            assertThat(arabic.headers().firstValue("Content-Language")).hasValue("ar");
            assertThat(texts(english)).allMatch(text -> text.matches("[\\x20-\\x7e]+"));
            assertThat(texts(arabic)).allMatch(text -> text.matches(".*\\p{IsArabic}.*"));
            assertThat(texts(english).getLast()).contains("5.000 KWD");
            assertThat(texts(arabic).getLast()).contains("\u20665.000 KWD\u2069");
            post(TransferKind.CHARGEBACK, -100_000);
            assertThat(codes(get("/wallet/summary"))).containsExactly("FROZEN", "IN_DEBT");
        } finally {
            post(TransferKind.ADJUSTMENT, taken + 100_000);
            change(() -> ledger.unfreeze(wallet));
        }
        JsonNode whole = json(get("/wallet"));
        assertThat(whole.at("/minimumBalance/amount").asText()).isEqualTo("5.000");
        assertThat(whole.at("/erp/inFlight")).isEqualTo(whole.path("balance"));
    }

    private static List<String> codes(HttpResponse<String> response) {
        return json(response).findValuesAsText("code");
    }

    private static List<String> texts(HttpResponse<String> response) {
        return json(response).findValuesAsText("text");
    }

    @Test
    void aClientThatFollowsNextReadsEveryLineOnce() {
        for (int i = 0; i < 23; i++) {
            post(TransferKind.REFUND, 1);
        }
        for (String query : List.of("?size=7", "?size=7&kind=refund&from=2020-01-01")) {
            List<String> ids = new ArrayList<>();
            String next = query;
            int pages = 0;
            long total = 0;
            while (next != null && pages < 50) {
                HttpResponse<String> response = get("/wallet/transactions" + next);
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                JsonNode page = json(response);
                page.path("items").forEach(item -> ids.add(item.path("id").asText()));
                total = page.at("/page/totalItems").asLong();
                next = page.path("next").isMissingNode()
                        ? null
                        : page.path("next").asText();
                String link = response.headers().firstValue("Link").orElseThrow();
                assertThat(link).contains("; rel=\"first\"");
                if (next == null) {
                    assertThat(link).doesNotContain("rel=\"next\"");
                } else {
                    assertThat(link).contains("<" + next + ">; rel=\"next\"");
                }
                pages++;
                post(TransferKind.REFUND, 1);
            }
            assertThat(ids).doesNotHaveDuplicates().hasSize((int) total);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "page=0,                            VALIDATION_FAILED",
        "page=1000000001,                   VALIDATION_FAILED",
        "page=1e1,                          VALIDATION_FAILED",
        "page=99999999999999999999999,      VALIDATION_FAILED",
        "page=\u0661,                       VALIDATION_FAILED",
        "page=1&page=2,                     VALIDATION_FAILED",
        "size=0,                            VALIDATION_FAILED",
        "size=101,                          VALIDATION_FAILED",
        "size=-1,                           VALIDATION_FAILED",
        "asOf=-1,                           VALIDATION_FAILED",
        "asOf=999999999999,                 VALIDATION_FAILED",
        "kind=RECHARGE,                     VALIDATION_FAILED",
        "kind=,                             VALIDATION_FAILED",
        "kind=refund&kind=refund,           VALIDATION_FAILED",
        "kind=refund&page=2,                VALIDATION_FAILED",
        "cursor=abc,                        VALIDATION_FAILED",
        "kind=refund&cursor=abc,            VALIDATION_FAILED",
        "kind=refund&cursor=%00,            VALIDATION_FAILED",
        "from=yesterday,                    VALIDATION_FAILED",
        "from=2026-13-01,                   VALIDATION_FAILED",
        "from=2026-02-30,                   VALIDATION_FAILED",
        "from=0000-01-01,                   VALIDATION_FAILED",
        "from=2026-03-01T10:00:00,          VALIDATION_FAILED",
        "from=2026-03-01T10:00:00+03:00,    VALIDATION_FAILED",
        "from=2026-03-02&to=2026-03-01,     VALIDATION_FAILED",
        "to=%D9%A2%D9%A0%D9%A2%D9%A6-03-01, VALIDATION_FAILED"
    })
    void refusesAListThatCannotBe(String query, String code) {
        assertRefused("/wallet/transactions?" + query.replace("\u0661", "%D9%A1"), code);
    }

    @ParameterizedTest
    @CsvSource({
        "size=0,          VALIDATION_FAILED",
        "status=SUCCESS,  VALIDATION_FAILED",
        "status=pending&status=failed, VALIDATION_FAILED",
        "cursor=abc,      VALIDATION_FAILED"
    })
    void refusesAHistoryThatCannotBe(String query, String code) {
        assertRefused("/recharges?" + query, code);
    }

    @ParameterizedTest
    @CsvSource({
        "1e3,                    AMOUNT_PRECISION",
        "%D9%A1%D9%A2.%D9%A3%D9%A4%D9%A5, AMOUNT_PRECISION",
        "-1.000,                 AMOUNT_PRECISION",
        "+1.000,                 AMOUNT_PRECISION",
        "12.34,                  AMOUNT_PRECISION",
        "12,                     AMOUNT_PRECISION",
        "12.3456,                AMOUNT_PRECISION",
        "012.345,                AMOUNT_PRECISION",
        "1%2C000.000,            AMOUNT_PRECISION",
        "'',                     AMOUNT_PRECISION",
        "NaN,                    AMOUNT_PRECISION",
        "12.345%0A,              AMOUNT_PRECISION",
        "99999999999999999999.000, AMOUNT_PRECISION",
        "999999999999999.999,    AMOUNT_ABOVE_MAXIMUM",
        "5000.001,               AMOUNT_ABOVE_MAXIMUM",
        "1.000&forShortfall=2.000, VALIDATION_FAILED"
    })
    void refusesAShortfallThatIsNoAmount(String amount, String code) {
        assertRefused("/recharge-options?forShortfall=" + amount, code);
    }

    private static void assertRefused(String path, String code) {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(json(response).path("code").asText()).as(response.body()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "12.345,   12.350",
        "12.340,   12.340",
        "12.341,   12.350",
        "0.000,    1.000",
        "0.001,    1.000",
        "0.999,    1.000",
        "1.001,    1.010",
        "4999.999, 5000.000",
        "5000.000, 5000.000"
    })
    void roundsAShortfallUpToWhatCanBeRecharged(String shortfall, String amount) {
        JsonNode options = json(get("/recharge-options?forShortfall=" + shortfall));
        assertThat(options.at("/prefill/amount/amount").asText())
                .as(options.toString())
                .isEqualTo(amount);
        assertThat(options.at("/prefill/shortfall/amount").asText()).isEqualTo(shortfall);
        assertThat(options.at("/step/amount").asText()).isEqualTo("0.010");
        assertThat(options.at("/minimum/amount").asText()).isEqualTo("1.000");
        assertThat(options.at("/maximum/amount").asText()).isEqualTo("5000.000");
        assertThat(options.path("presets")).hasSize(4);
    }

    @Test
    void anothersTransactionAnswersLikeNone() {
        TransferId mine = post(TransferKind.REFUND, 1);
        HttpResponse<String> own = get("/wallet/transactions/" + mine);
        assertThat(json(own).at("/why/rule").asText()).as(own.body()).isEqualTo("refund");
        assertThat(get("/wallet/transactions/" + mine, "If-None-Match", tag(own))
                        .statusCode())
                .isEqualTo(304);
        CustomerId stranger = CustomerId.next();
        customer(stranger, "C-2");
        String foreign = asStranger(stranger, mine.text());
        assertThat(asStranger(stranger, TransferId.next().text())).isEqualTo(foreign);
        assertThat(asStranger(stranger, "trf_nonsense")).isEqualTo(foreign);
        assertThat(foreign).contains("NOT_FOUND");
    }

    /** The answer but for what names the request itself. */
    private static String asStranger(CustomerId stranger, String id) {
        var response = hub.send(hub.request(stranger, API + "/wallet/transactions/" + id));
        assertThat(response.statusCode()).isEqualTo(404);
        return response.body().replace(id, "ID").replaceAll("\"traceId\":\"[0-9a-f]+\"", "TRACE");
    }

    /** While money moves, every dashboard is of one moment: its latest line leads to its balance. */
    @Test
    void theDashboardIsOfOneMoment() {
        AtomicBoolean enough = new AtomicBoolean();
        CustomerId busy = CustomerId.next();
        WalletId moved = customer(busy, "C-3");
        post(moved, TransferKind.RECHARGE, 1);
        CompletableFuture<Integer> moving = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            while (!enough.get() && count < 20_000) {
                post(moved, TransferKind.REFUND, 1);
                count++;
            }
            return count;
        });
        try {
            for (int i = 0; i < 150; i++) {
                JsonNode home = json(hub.send(hub.request(busy, API + "/home")));
                assertThat(home.at("/transactions/0/balanceAfter")).isEqualTo(home.at("/wallet/balance"));
                assertThat(home.path("transactions").size()).isBetween(1, 5);
                assertThat(home.path("recharges")).isEmpty();
            }
        } finally {
            enough.set(true);
        }
        assertThat(moving.join()).isPositive();
    }

    @Test
    void whatACallerAddsToTheQueryIsDropped() {
        HttpResponse<String> response = get("/wallet/transactions?size=1&unheard=of&sort=amount");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Link").orElseThrow()).doesNotContain("unheard", "sort");
    }

    @Test
    void headTellsTheTagAlone() {
        String tag = tag(get("/wallet/summary"));
        var head = hub.send(hub.request(API + "/wallet/summary").method("HEAD", BodyPublishers.noBody()));
        assertThat(tag(head)).isEqualTo(tag);
        assertThat(head.body()).isEmpty();
        var unchanged = hub.send(hub.request(API + "/wallet/summary")
                .header("If-None-Match", tag)
                .method("HEAD", BodyPublishers.noBody()));
        assertThat(unchanged.statusCode()).isEqualTo(304);
    }
}
