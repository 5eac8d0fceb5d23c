package wallethub.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wallethub.embedded.EmbeddedDefault;
import wallethub.embedded.HubJar;
import wallethub.embedded.MirroredCustomer;
import wallethub.embedded.PortalClient;
import wallethub.embedded.TopicReader;
import wallethub.embedded.standin.Fault.Mode;
import wallethub.embedded.standin.Payment;
import wallethub.embedded.standin.Sending;

/** What the production jar tells about itself: its log, its metrics and its health. */
class ObservabilityIT {

    private static final String NAME = "Canaryquince Oftheaviary";
    private static final String MOBILE = "+96551237890";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CORRELATION = "observability-callback-1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path directory;

    private static EmbeddedDefault around;
    private static PortalClient portal;
    private static JsonNode recharge;
    private static String callback;
    private static String traceAtErp;
    private final HttpClient http = HttpClient.newHttpClient();

    /** One customer and one recharge, whose callback carries a trace of its sender. */
    @BeforeAll
    static void play() throws Exception {
        around = EmbeddedDefault.start(directory, false);
        around.startHub(HubJar.built(), Map.of("HUB_ERP_PROBE", "1s"));
        var unused = around.crm().save("CRM-7", NAME, MOBILE, "en", "KWD", Sending.ONCE);
        MirroredCustomer.awaited(around, "CRM-7");
        portal = new PortalClient(around, MOBILE);
        recharge = portal.createRecharge("12.500", "KWD").body();
        String session = around.stripe()
                .sessionsFor(recharge.path("reference").asText())
                .getFirst()
                .path("id")
                .asText();
        callback = around.stripe().pay(session, Payment.FULL, Sending.LOST).getFirst();
        assertThat(deliver(around.stripe().callbacks(callback).getFirst().body()))
                .isEqualTo(200);
        await().atMost(PATIENCE).until(() -> around.erp().postedEntries().size() == 1);
        traceAtErp = around.erp().trace("POST /entries");
        await().atMost(PATIENCE).until(() -> events().size() == 2);
        await().atMost(PATIENCE)
                .until(() -> portal.wallet().at("/erp/inFlight/amount").asText().equals("0.000"));
    }

    @AfterAll
    static void stop() {
        if (portal != null) {
            portal.close();
        }
        if (around != null) {
            around.close();
        }
    }

    /** Signed as Stripe signs; the sender's proxy adds a trace and a request id. */
    private static int deliver(String body) throws IOException, InterruptedException, GeneralSecurityException {
        String secret = String.valueOf(around.hubEnvironment(Map.of()).get("HUB_GATEWAY_ACCOUNTS_MAIN_SECRETS_0"));
        long now = Instant.now().getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        String signature = HexFormat.of().formatHex(mac.doFinal((now + "." + body).getBytes(UTF_8)));
        HttpRequest request = HttpRequest.newBuilder(around.stripeCallback())
                .header("Content-Type", "application/json")
                .header("Stripe-Signature", "t=" + now + ",v1=" + signature)
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .header("X-Request-Id", CORRELATION)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void everyLogLineOfACallbackCarriesItsCorrelationIdAndTraceId() throws IOException {
        List<JsonNode> ofCallback = log().stream()
                .filter(line -> line.path("correlationId").asText().equals(CORRELATION))
                .toList();
        assertThat(ofCallback)
                .allSatisfy(line -> assertThat(line.path("traceId").asText()).isEqualTo(TRACE));
        assertThat(ofCallback)
                .extracting(line ->
                        line.path("message").asText() + " " + line.path("lane").asText())
                .contains(
                        "letter accepted payments",
                        "recharge credited ",
                        "delivery attempted payments",
                        "delivery attempted erp",
                        "delivery attempted events");

        // And the other way round: what speaks of this payment is one of these lines.
        String receipt = portal.get("recharges/" + recharge.path("id").asText())
                .body()
                .path("receiptId")
                .asText();
        String transfer =
                portal.get("receipts/" + receipt).body().path("transferId").asText();
        assertThat(transfer).startsWith("trf_");
        assertThat(log())
                .filteredOn(line -> line.toString().contains(transfer)
                        || line.toString().contains(receipt)
                        || line.toString().contains(callback))
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line.path("correlationId").asText()).isEqualTo(CORRELATION));
    }

    @Test
    void theTraceGoesOnToTheErpAndToTheTopic() {
        assertThat(traceAtErp).matches("00-" + TRACE + "-[0-9a-f]{16}-01");
        assertThat(events())
                .filteredOn(read -> read.value().contains(recharge.path("id").asText()))
                .singleElement()
                .satisfies(read ->
                        assertThat(read.headers().get("traceparent")).matches("00-" + TRACE + "-[0-9a-f]{16}-01"));
    }

    @Test
    void theTopicHoldsWhatItsDocumentShows() throws IOException {
        JsonNode document = new YAMLMapper()
                .readTree(Path.of("docs/events/events.asyncapi.yaml").toFile());
        JsonNode schema = document.at("/components/schemas/WalletEvent");
        assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(events()).isNotEmpty().allSatisfy(read -> {
            JsonNode event = JSON.readTree(read.value());
            JsonNode message = document.at("/channels/wallet/messages")
                    .path(event.path("type").asText());
            JsonNode envelope = message.at("/payload/properties");
            assertThat(read.headers().get("content-type"))
                    .startsWith(message.path("contentType").asText());
            assertThat(names(event)).containsExactlyInAnyOrderElementsOf(names(envelope));
            envelope.properties().stream()
                    .filter(field -> field.getValue().has("const"))
                    .forEach(field -> assertThat(event.path(field.getKey()))
                            .isEqualTo(field.getValue().path("const")));
            assertThat(names(event.path("data")))
                    .isSubsetOf(names(schema.path("properties")))
                    .containsExactlyInAnyOrderElementsOf(names(message.at("/examples/0/payload/data")));
            assertThat(read.key()).isEqualTo(event.path("subject").asText());
        });
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }

    @Test
    void theLogHoldsNoPersonalDataAndNoSecret() throws IOException {
        List<String> hidden =
                new ArrayList<>(List.of(NAME, NAME.substring(0, NAME.indexOf(" ")), MOBILE, MOBILE.substring(4)));
        around.hubEnvironment(Map.of()).forEach((name, value) -> {
            if (name.matches(".*(SECRET|PASSWORD|TOKEN|APIKEY).*")) {
                hidden.add(value);
            }
        });
        assertThat(hidden).hasSizeGreaterThan(8);
        assertThat(Files.readString(around.hubLog())).doesNotContain(hidden.toArray(String[]::new));
        // Nor does anything but the mirror and the ERP learn who the customer is.
        assertThat(events()).allSatisfy(read -> assertThat(read.value()).doesNotContain(NAME, MOBILE));
        assertThat(get("/prometheus").body()).doesNotContain(hidden.toArray(String[]::new));
        assertThat(get("/health/deps").body()).doesNotContain(hidden.toArray(String[]::new));
    }

    @Test
    void prometheusShowsLanesMappingsOperationsAndRoutes() throws IOException {
        String metrics = get("/prometheus").body();
        assertThat(metrics)
                .containsPattern("hub_lane_attempts_total\\{[^}]*lane=\"payments\"[^}]*outcome=\"(?i:success)\"[^}]*} ")
                .containsPattern("hub_lane_attempts_total\\{[^}]*lane=\"erp\"[^}]*mapping=\"erp.entry\"")
                .containsPattern("hub_lane_settled_total\\{[^}]*lane=\"events\"")
                .containsPattern("hub_lane_backlog\\{[^}]*lane=\"erp\"")
                .containsPattern("hub_lane_oldest_seconds\\{[^}]*lane=\"erp\"")
                .containsPattern("hub_lane_open\\{[^}]*lane=\"erp\"[^}]*} ")
                .containsPattern("hub_mapping_seconds_count\\{[^}]*mapping=\"stripe.payment-event\"")
                .containsPattern("hub_mappings_active\\{[^}]*} " + shippedMappings())
                .containsPattern("hub_mappings_findings\\{[^}]*} 0")
                .containsPattern(
                        "hub_operation_seconds_count\\{[^}]*operation=\"apply-payment\"[^}]*result=\"SUCCESS\"")
                .containsPattern("hub_gateway_confirm_seconds_count\\{[^}]*account=\"main\"")
                .containsPattern("hub_gateway_verify_total\\{[^}]*gateway=\"stripe\"")
                .containsPattern("hub_routes\\{[^}]*} \\d+")
                .containsPattern("hub_routes_broken\\{[^}]*} 0")
                .containsPattern(
                        "http_server_requests_seconds_count\\{[^}]*uri=\"/callbacks/gateways/stripe/\\{endpointId}\"")
                .doesNotContain("routeId=\"portal-customer\"")
                .containsPattern("camel_exchanges_total\\{[^}]*routeId=\"delivery-erp\"")
                .containsPattern("camel_exchanges_succeeded_total\\{[^}]*routeId=\"callbacks-stripe\"[^}]*} [1-9]")
                .containsPattern("camel_exchanges_failed_total\\{[^}]*routeId=\"callbacks-stripe\"[^}]*} 0");
    }

    @Test
    void theManagementPortServesHealthAndMetricsAndNothingElse() {
        Set<Integer> answers = List.of(
                        "/",
                        "/env",
                        "/beans",
                        "/configprops",
                        "/heapdump",
                        "/threaddump",
                        "/loggers",
                        "/mappings",
                        "/shutdown",
                        "/metrics",
                        "/scheduledtasks",
                        "/quartz",
                        "/flyway",
                        "/camel",
                        "/hawtio",
                        "/jolokia",
                        "/actuator",
                        "/api/customer/v1/wallet",
                        "/callbacks/crm/x")
                .stream()
                .map(path -> get(path).statusCode())
                .collect(Collectors.toSet());
        assertThat(answers).containsExactly(404);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/prometheus").statusCode()).isEqualTo(200);
        // And the public port tells nobody how the hub is.
        for (String path : List.of("/health", "/health/ready", "/prometheus", "/actuator/health")) {
            assertThat(sent(around.hubUrl().resolve(path)).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aTargetThatIsDownDegradesTheHubAndKeepsItReady() {
        around.erp().fault(Mode.DOWN);
        try {
            pay("1.000");
            await().atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<String> deps = get("/health/deps");
                assertThat(deps.statusCode()).isEqualTo(200);
                assertThat(tree(deps).path("status").asText()).isEqualTo("DEGRADED");
                assertThat(tree(deps).at("/components/targets/details/erp").asText())
                        .startsWith("outage");
            });
            assertThat(get("/health/ready").statusCode()).isEqualTo(200);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(get("/prometheus").body())
                            .containsPattern("hub_lane_open\\{[^}]*lane=\"erp\"[^}]*} 0"));
        } finally {
            around.erp().heal();
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                tree(get("/health/deps")).path("status").asText())
                        .isEqualTo("UP"));
    }

    @Test
    void withoutItsDatabaseTheHubLivesAndIsNotReady() {
        around.postgres().close();
        try {
            await().atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<String> ready = get("/health/ready");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(tree(ready).at("/components/db/status").asText()).isEqualTo("DOWN");
            });
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(get("/health/deps").statusCode()).isEqualTo(503);
        } finally {
            around.postgres().startAgain();
        }
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get("/health/ready").statusCode()).isEqualTo(200));
        pay("2.000");
    }

    private static void pay(String amount) {
        JsonNode created = portal.createRecharge(amount, "KWD").body();
        String reference = created.path("reference").asText();
        var unused = around.stripe()
                .pay(around.stripe()
                        .sessionsFor(reference)
                        .getFirst()
                        .path("id")
                        .asText());
        await().atMost(PATIENCE)
                .until(() -> portal.get("recharges/" + created.path("id").asText())
                        .body()
                        .path("status")
                        .asText()
                        .equals("succeeded"));
    }

    /** Every line is one JSON object; the JVM's own words on the console are none of the hub's. */
    private static List<JsonNode> log() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(around.hubLog())) {
            if (line.startsWith("{")) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    private static List<TopicReader.Read> events() {
        return TopicReader.all(around.brokers(), "wallet.events.v1");
    }

    private HttpResponse<String> get(String path) {
        return sent(around.managementUrl().resolve(path));
    }

    private HttpResponse<String> sent(URI url) {
        try {
            return http.send(
                    HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(15)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode tree(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long shippedMappings() throws IOException {
        try (var files = Files.walk(Path.of("mappings"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).count();
        }
    }
}
