package wallethub.embedded.standin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErpStandInTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private ErpStandIn erp;

    @BeforeEach
    void start() throws Exception {
        erp = ErpStandIn.start(0, directory);
        // The first call of all waits for a server that is still loading its classes.
        send(Duration.ofSeconds(30), "PUT", "/customers/CRM-1", "", "{\"name\":\"Noor\",\"currency\":\"KWD\"}");
    }

    @AfterEach
    void stop() {
        erp.close();
    }

    @Test
    void postsAnEntryOnceHoweverOftenItComes() throws Exception {
        JsonNode first = json(post("T-1", "5.000"), 201);
        JsonNode again = json(post("T-1", "5.000"), 409).path("error");
        assertThat(first.path("number").asText()).isEqualTo("JE/2026/000001");
        assertThat(again.path("code").asText()).isEqualTo("DUPLICATE_POSTING");
        assertThat(again.path("existing").path("number").asText()).isEqualTo("JE/2026/000001");
        assertThat(erp.balance("CRM-1", "2100")).isEqualByComparingTo("5.000");
    }

    @Test
    void refusesAReferenceWithOtherMoney() throws Exception {
        post("T-1", "5.000");
        assertThat(code(post("T-1", "6.000"), 409)).isEqualTo("REFERENCE_CONFLICT");
        assertThat(erp.entries("T-1")).hasSize(1);
    }

    @Test
    void refusesWhatDoesNotBalanceOrIsUnknownAndKeepsNothing() throws Exception {
        String unbalanced = entry("T-1", "CRM-1", "5.000").replace("\"debit\":\"5.000\"", "\"debit\":\"4.000\"");
        assertThat(code(send("POST", "/entries", "T-1", unbalanced), 422)).isEqualTo("ENTRY_UNBALANCED");
        assertThat(code(send("POST", "/entries", "T-2", entry("T-2", "CRM-9", "1.000")), 422))
                .isEqualTo("CUSTOMER_UNKNOWN");
        assertThat(code(send("POST", "/entries", "other", entry("T-3", "CRM-1", "1.000")), 400))
                .isEqualTo("IDEMPOTENCY_KEY_MISMATCH");
        assertThat(code(post("T-4", "1.0001"), 422)).isEqualTo("AMOUNT_SCALE");
        assertThat(code(send("POST", "/entries", "T-5", "{nonsense"), 400)).isEqualTo("MALFORMED");
        assertThat(erp.entries()).isEmpty();
    }

    @Test
    void commitsAndThenDropsTheAnswer() throws Exception {
        erp.fault(Fault.of(Fault.Mode.COMMIT_THEN_RESET).times(1));
        assertThatThrownBy(() -> post("T-1", "5.000")).isInstanceOf(IOException.class);
        assertThat(items("T-1")).hasSize(1);
        assertThat(code(post("T-1", "5.000"), 409)).isEqualTo("DUPLICATE_POSTING");
    }

    @Test
    void commitsAndThenSaysNothingForLongerThanACallerWaits() {
        erp.fault(Fault.of(Fault.Mode.COMMIT_THEN_TIMEOUT).times(1).lasting(3_000));
        assertThatThrownBy(() -> post("T-1", "5.000")).isInstanceOf(HttpTimeoutException.class);
        assertThat(erp.postedEntries()).hasSize(1);
    }

    @Test
    void commitsLongAfterTheCallerGaveUp() throws Exception {
        erp.fault(Fault.of(Fault.Mode.COMMIT_LATE).times(1).lasting(2_500));
        assertThatThrownBy(() -> post("T-1", "5.000")).isInstanceOf(HttpTimeoutException.class);
        assertThat(items("T-1")).isEmpty();
        await().atMost(Duration.ofSeconds(10)).until(() -> erp.postedEntries().size() == 1);
    }

    @Test
    void postsASecondEntryOfAReferenceWhenReferencesAreNotUnique() throws Exception {
        erp.uniqueReferences(false);
        json(post("T-1", "5.000"), 201);
        json(post("T-1", "5.000"), 201);
        assertThat(items("T-1")).hasSize(2);
    }

    @Test
    void stopsBetweenCreateAndPostAndIsPostedLater() throws Exception {
        erp.fault(Fault.of(Fault.Mode.DRAFT_THEN_RESET).times(1));
        assertThatThrownBy(() -> post("T-1", "5.000")).isInstanceOf(IOException.class);
        JsonNode draft = items("T-1").get(0);
        assertThat(draft.path("state").asText()).isEqualTo("draft");
        assertThat(draft.path("number").isNull()).isTrue();
        assertThat(code(post("T-1", "5.000"), 409)).isEqualTo("DRAFT_EXISTS");
        String path = "/entries/" + draft.path("id").asText() + "/post";
        assertThat(json(send("POST", path, "", ""), 200).path("number").asText())
                .isEqualTo("JE/2026/000001");
        assertThat(json(send("POST", path, "", ""), 200).path("number").asText())
                .isEqualTo("JE/2026/000001");
    }

    @Test
    void refusesInAClosedPeriodAndForABlockedCustomerUntilToldOtherwise() throws Exception {
        erp.closePeriodUntil(LocalDate.parse("2026-05-31"));
        assertThat(code(post("T-1", "5.000"), 423)).isEqualTo("PERIOD_CLOSED");
        erp.openPeriods();
        erp.refuse("CRM-1");
        assertThat(code(post("T-1", "5.000"), 422)).isEqualTo("ENTRY_REFUSED");
        assertThat(erp.entries()).isEmpty();
        erp.accept("CRM-1");
        json(post("T-1", "5.000"), 201);
    }

    @Test
    void isSwitchedOverHttpForAsManyCallsAsSaid() throws Exception {
        send("POST", "/__switch", "", "{\"mode\":\"too-many\",\"times\":2,\"retryAfter\":7}");
        HttpResponse<String> busy = post("T-1", "5.000");
        assertThat(busy.statusCode()).isEqualTo(429);
        assertThat(busy.headers().firstValue("Retry-After")).contains("7");
        post("T-1", "5.000");
        json(post("T-1", "5.000"), 201);
        JsonNode state = json(send("GET", "/__switch", "", ""), 200);
        assertThat(state.path("mode").asText()).isEqualTo("normal");
        assertThat(state.path("counts").path("POST /entries").asInt()).isEqualTo(3);
        send("POST", "/__switch", "", "{\"mode\":\"down\",\"scope\":\"writes\"}");
        assertThat(post("T-2", "5.000").statusCode()).isEqualTo(503);
        assertThat(items("T-2")).isEmpty();
        assertThat(send("POST", "/__switch", "", "{\"mode\":\"sideways\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void letsNobodyInWithoutTheToken() throws Exception {
        erp.requireToken("another");
        assertThat(post("T-1", "5.000").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/health", "", "").statusCode()).isEqualTo(200);
        assertThat(erp.entries()).isEmpty();
    }

    @Test
    void remembersItsDocumentsAfterARestart() throws Exception {
        post("T-1", "5.000");
        erp.close();
        erp = ErpStandIn.start(0, directory);
        assertThat(code(post("T-1", "5.000"), 409)).isEqualTo("DUPLICATE_POSTING");
        assertThat(json(post("T-2", "1.000"), 201).path("number").asText()).isEqualTo("JE/2026/000002");
        assertThat(erp.balance("CRM-1", "2100")).isEqualByComparingTo("6.000");
    }

    @Test
    void answersWithAPageInsteadOfADocument() throws Exception {
        erp.fault(Fault.of(Fault.Mode.MALFORMED).times(1));
        HttpResponse<String> answer = post("T-1", "5.000");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("<html>");
        assertThat(erp.postedEntries()).hasSize(1);
    }

    @Test
    void showsOnItsPagesWhatWasPostedToTheWalletsByWhomever() throws Exception {
        send("POST", "/entries", "T-1", entry("T-1", "CRM-1", "5.000").replace("2100", "2301"));
        erp.fault(Fault.of(Fault.Mode.DRAFT_THEN_RESET).times(1));
        assertThatThrownBy(() -> send(
                        "POST",
                        "/entries",
                        "T-2",
                        entry("T-2", "CRM-1", "7.000").replace("2100", "2301")))
                .isInstanceOf(IOException.class);
        switchboard(
                "entry", "{\"customer\":\"CRM-1\",\"amount\":\"-1.250\",\"currency\":\"KWD\",\"text\":\"Correction\"}");
        String posted = erp.entries("T-1").getFirst().id();
        switchboard("entry", "{\"cancel\":\"" + posted + "\"}");

        JsonNode items = page("/wallet-lines?limit=10").path("items");

        assertThat(items).hasSize(3);
        assertThat(items.at("/0/reference").asText()).isEqualTo("T-1");
        assertThat(items.at("/0/amount/amount").asText()).isEqualTo("5.000");
        assertThat(items.at("/1/reference").asText()).isEmpty();
        assertThat(items.at("/1/amount/amount").asText()).isEqualTo("-1.250");
        assertThat(items.at("/1/text").asText()).isEqualTo("Correction");
        assertThat(items.at("/2/reference").asText()).isEqualTo("T-1");
        assertThat(items.at("/2/origin").asText()).isEqualTo(posted);
        assertThat(items.at("/2/amount/amount").asText()).isEqualTo("-5.000");
        assertThat(page("/customers/CRM-1/balance").at("/balance/amount").asText())
                .isEqualTo("-1.250");
        assertThat(code(send("GET", "/customers/CRM-9/balance", "", ""), 404)).isEqualTo("CUSTOMER_UNKNOWN");
    }

    @Test
    void givesEveryRowOnceHoweverSmallThePages() throws Exception {
        for (int i = 1; i <= 7; i++) {
            erp.book("CRM-1", BigDecimal.valueOf(i), "KWD", "Correction " + i);
        }
        List<String> seen = new ArrayList<>();
        JsonNode page = page("/wallet-lines?limit=3");
        for (int pages = 0; pages < 5; pages++) {
            page.path("items").forEach(item -> seen.add(item.path("text").asText()));
            if (page.path("next").isNull()) {
                break;
            }
            page = page("/wallet-lines?limit=3&after=" + page.path("next").asText());
        }
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
        assertThat(code(send("GET", "/wallet-lines?limit=0", "", ""), 400)).isEqualTo("BAD_REQUEST");
        assertThat(code(send("GET", "/wallet-lines?since=yesterday", "", ""), 400))
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void aRowThatCommitsLateAppearsAmongThoseThatWereReadBefore() throws Exception {
        send("POST", "/__switch", "", "{\"commitLateMs\":1000}");
        ErpEntry late = erp.book("CRM-1", BigDecimal.ONE, "KWD", "Late");
        erp.commitLate(Duration.ZERO);
        ErpEntry punctual = erp.book("CRM-1", BigDecimal.ONE, "KWD", "Punctual");
        assertThat(page("/wallet-lines").path("items").findValuesAsText("document"))
                .containsExactly(punctual.id());
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(page("/wallet-lines").path("items").findValuesAsText("document"))
                                .containsExactly(late.id(), punctual.id()));
        assertThat(page("/wallet-lines?since=" + punctual.changedAt()).path("items"))
                .hasSize(1);
    }

    @Test
    void anInvoiceIsOpenUntilAllOfItIsPaid() throws Exception {
        switchboard(
                "invoice", "{\"customer\":\"CRM-1\",\"total\":\"10.000\",\"currency\":\"KWD\",\"text\":\"November\"}");
        ErpInvoice invoice = erp.invoices().getFirst();
        assertThat(page("/customers/CRM-1/open-invoices")
                        .at("/items/0/open/amount")
                        .asText())
                .isEqualTo("10.000");
        switchboard("invoice", "{\"number\":\"" + invoice.number() + "\",\"pay\":\"4.000\"}");
        assertThat(page("/invoices").at("/items/0/open/amount").asText()).isEqualTo("6.000");
        assertThat(page("/invoices").at("/items/0/state").asText()).isEqualTo("open");
        erp.payInvoice(invoice.number(), new BigDecimal("6.000"));
        assertThat(page("/invoices").at("/items/0/state").asText()).isEqualTo("paid");
        assertThat(page("/customers/CRM-1/open-invoices").path("items")).isEmpty();
        assertThatThrownBy(() -> erp.payInvoice(invoice.number(), BigDecimal.ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsWhatPeopleBookedOverARestart() throws Exception {
        ErpEntry booked = erp.book("CRM-1", BigDecimal.ONE, "KWD", "Correction");
        ErpInvoice invoice = erp.invoice("CRM-1", BigDecimal.TEN, "KWD", "November");
        erp.close();
        erp = ErpStandIn.start(0, directory);
        assertThat(erp.entries()).containsExactly(booked);
        assertThat(erp.invoices()).containsExactly(invoice);
        assertThat(erp.book("CRM-1", BigDecimal.ONE, "KWD", "Another").id())
                .isGreaterThan(invoice.id().replace('I', 'E'));
    }

    private JsonNode page(String path) throws Exception {
        return json(send("GET", path, "", ""), 200);
    }

    private void switchboard(String command, String body) throws Exception {
        json(send("POST", "/__switch/" + command, "", body), 200);
    }

    private HttpResponse<String> post(String reference, String amount) throws Exception {
        return send("POST", "/entries", reference, entry(reference, "CRM-1", amount));
    }

    private JsonNode items(String reference) throws Exception {
        return json(send("GET", "/entries?reference=" + reference, "", ""), 200).path("items");
    }

    private static String entry(String reference, String customer, String amount) {
        return """
                {"reference":"%s","kind":"recharge","customer":"%s","date":"2026-05-20","currency":"KWD",
                 "lines":[{"account":"1100","debit":"%s"},{"account":"2100","credit":"%s"}],"text":"Recharge"}
                """.formatted(reference, customer, amount, amount);
    }

    private static String code(HttpResponse<String> answer, int status) throws Exception {
        return json(answer, status).path("error").path("code").asText();
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return StandInJson.MAPPER.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, String key, String body) throws Exception {
        return send(Duration.ofSeconds(1), method, path, key, body);
    }

    private HttpResponse<String> send(Duration patience, String method, String path, String key, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(erp.url().resolve(path))
                .timeout(patience)
                .header("Authorization", "Bearer token")
                .method(method, HttpRequest.BodyPublishers.ofString(body, UTF_8));
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
