package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.ops.EdgeServer.json;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;

class EdgeIT {

    private static final String GOOD = note("\"12.500\"", "\"hello\"");
    private static EdgeServer hub;

    @BeforeAll
    static void start() {
        hub = new EdgeServer();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static String note(String amount, String text) {
        return "{\"amount\": {\"amount\": " + amount + ", \"currency\": \"KWD\"}, \"text\": " + text + "}";
    }

    @Test
    void runsAnOperation() {
        var response = hub.send(hub.post("/api/notes/v1/notes", GOOD));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(json(response).at("/amount/amount").asText()).isEqualTo("12.500");
        assertThat(response.headers().firstValue("Location")).isPresent();
    }

    static Stream<Arguments> badDocuments() {
        return Stream.of(
                Arguments.of("{", 400, "MALFORMED_JSON"),
                Arguments.of("", 400, "MALFORMED_JSON"),
                Arguments.of("null", 422, "VALIDATION_FAILED"),
                Arguments.of("[]", 422, "VALIDATION_FAILED"),
                Arguments.of(GOOD + GOOD, 400, "MALFORMED_JSON"),
                Arguments.of(note("12.5", "\"x\""), 422, "VALIDATION_FAILED"),
                Arguments.of(note("1e3", "\"x\""), 422, "VALIDATION_FAILED"),
                Arguments.of(note("\"1e3\"", "\"x\""), 422, "AMOUNT_PRECISION"),
                Arguments.of(note("\"\u0661\u0662.\u0660\u0660\u0660\"", "\"x\""), 422, "AMOUNT_PRECISION"),
                Arguments.of(note("\"0.0001\"", "\"x\""), 422, "AMOUNT_PRECISION"),
                Arguments.of(note("\"1\"", "\"x\""), 422, "AMOUNT_PRECISION"),
                Arguments.of(note("\"-1.000\"", "\"x\""), 422, "AMOUNT_PRECISION"),
                Arguments.of(note("\"01.000\"", "\"x\""), 422, "AMOUNT_PRECISION"),
                Arguments.of(note("\"1,000.000\"", "\"x\""), 422, "AMOUNT_PRECISION"),
                Arguments.of(note("\"" + "9".repeat(40) + ".000\"", "\"x\""), 422, "AMOUNT_PRECISION"),
                Arguments.of(note("9".repeat(40), "\"x\""), 400, "MALFORMED_JSON"),
                Arguments.of(note("1e999999999", "\"x\""), 422, "VALIDATION_FAILED"),
                Arguments.of(note("\"1.000\"", "7"), 422, "VALIDATION_FAILED"),
                Arguments.of(note("\"1.000\"", "\"a\\u0000b\""), 422, "VALIDATION_FAILED"),
                Arguments.of(note("\"1.000\"", "\"\\ud800\""), 422, "VALIDATION_FAILED"),
                Arguments.of(note("\"1.000\"", "\"4242 4242 4242 4242\""), 422, "PAN_NOT_ALLOWED"),
                Arguments.of(note("\"1.000\"", "\"" + "x".repeat(20_000) + "\""), 400, "MALFORMED_JSON"),
                Arguments.of(GOOD.replace("KWD", "ZZZ"), 422, "VALIDATION_FAILED"),
                Arguments.of(GOOD.replace("\"text\"", "\"admin\": true, \"text\""), 400, "UNKNOWN_FIELD"),
                Arguments.of(GOOD.replace("\"text\"", "\"text\": \"a\", \"text\""), 400, "MALFORMED_JSON"),
                Arguments.of("[".repeat(100_000), 413, "PAYLOAD_TOO_LARGE"),
                Arguments.of("[".repeat(1_000), 400, "MALFORMED_JSON"),
                Arguments.of("x".repeat(300 * 1024), 413, "PAYLOAD_TOO_LARGE"));
    }

    @ParameterizedTest
    @MethodSource("badDocuments")
    void refusesABadDocumentAndChangesNothing(String document, int status, String code) {
        int before = hub.notes();
        HttpResponse<String> response = hub.send(hub.post("/api/notes/v1/notes", document));
        assertProblem(response, status, code);
        assertThat(hub.notes()).isEqualTo(before);
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        var response = hub.send(hub.request("/api/notes/v1/notes")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(GOOD.getBytes(StandardCharsets.UTF_16))));
        assertProblem(response, 400, "MALFORMED_JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/json; charset=utf-16", "nonsense", "a/b/c"})
    void refusesOtherMediaTypes(String type) {
        var response = hub.send(
                hub.request("/api/notes/v1/notes").header("Content-Type", type).POST(BodyPublishers.ofString(GOOD)));
        assertProblem(response, 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/notes/v1/nothing-here,                          404, NOT_FOUND",
        "GET,    /nothing/at/all,                                     404, NOT_FOUND",
        "GET,    /api/notes/v1/notes/not-an-id,                       404, NOT_FOUND",
        "DELETE, /api/notes/v1/notes,                                 405, METHOD_NOT_ALLOWED",
        "GET,    /callbacks/echo/one,                                 405, METHOD_NOT_ALLOWED",
        "GET,    /api/notes/v1/staff-only,                            403, FORBIDDEN",
        "GET,    /api/notes/v1/notes/rch_01ARZ3NDEKTSV4RRFFQ69G5FAV?limit=0,   422, VALIDATION_FAILED",
        "GET,    /api/notes/v1/notes/rch_01ARZ3NDEKTSV4RRFFQ69G5FAV?limit=abc, 422, VALIDATION_FAILED"
    })
    void refusesWhatIsNotThereOrNotAllowed(String method, String path, int status, String code) {
        assertProblem(hub.send(hub.request(path).method(method, BodyPublishers.noBody())), status, code);
    }

    @Test
    void readsPathAndQuery() {
        var response = hub.send(hub.request("/api/notes/v1/notes/rch_01ARZ3NDEKTSV4RRFFQ69G5FAV?limit=7&other=x"));
        assertThat(json(response).path("limit").asInt()).as(response.body()).isEqualTo(7);
    }

    @Test
    void refusesInAFixedOrder() {
        // Everything is wrong; each request mends what the one before was refused for.
        String path = "/api/notes/v1/notes";
        HttpRequest.Builder wrong =
                hub.anonymous(path).header("Accept", "image/png").POST(BodyPublishers.ofString("{"));
        assertProblem(hub.send(wrong), 401, "AUTH_REQUIRED");
        assertProblem(hub.send(wrong.setHeader("Authorization", "Bearer wrong")), 401, "AUTH_REQUIRED");
        wrong.setHeader("Authorization", hub.authorization(hub.customer));
        assertProblem(hub.send(wrong), 406, "NOT_ACCEPTABLE");
        wrong.setHeader("Accept", "application/json");
        assertProblem(hub.send(wrong), 415, "UNSUPPORTED_MEDIA_TYPE");
        wrong.setHeader("Content-Type", "application/json").POST(BodyPublishers.ofString("{".repeat(70_000)));
        assertProblem(hub.send(wrong), 413, "PAYLOAD_TOO_LARGE");
        assertProblem(hub.send(wrong.POST(BodyPublishers.ofString("{"))), 400, "MALFORMED_JSON");
        assertProblem(hub.send(wrong.POST(BodyPublishers.ofString("{}"))), 422, "VALIDATION_FAILED");
        assertProblem(hub.send(wrong.POST(BodyPublishers.ofString(GOOD))), 400, "IDEMPOTENCY_KEY_REQUIRED");
    }

    @Test
    void letsNothingThroughThatSteersRoutes() {
        var response =
                hub.send(hub.anonymous("/callbacks/echo/one?CAmelHttpUri=http://evil&kafka.TOPIC=x&hubOutcome=SUCCESS")
                        .header("CAmelHttpUri", "http://evil")
                        .header("cAMELBeanMethodName", "exit")
                        .header("org.apache.camel.X", "1")
                        .header("KAFKA.override_topic", "1")
                        .header("hUBlANE", "1")
                        .header("Hub-Customer", "x")
                        .header("X-Anything", "1")
                        .header("Stripe-Signature", "t=1")
                        .POST(BodyPublishers.ofString("x")));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("stripe-signature")
                .doesNotContain(
                        "evil", "CAmel", "cAMEL", "kafka", "KAFKA", "hUB", "Hub-", "hub-", "X-Anything", "x-anything");
        assertThat(response.body().toLowerCase(Locale.ROOT))
                .doesNotContain("huboutcome", "hublane", "org.apache.camel.x", "beanmethod");
    }

    @Test
    void tellsNothingInternalOfAFailure() {
        var response = hub.send(hub.anonymous("/callbacks/echo/one").POST(BodyPublishers.ofString("break")));
        assertProblem(response, 500, "INTERNAL");
        assertThat(response.body()).doesNotContain("secret internals", "Exception", "10.0.0.1");
    }

    @Test
    void bounds() {
        var big = BodyPublishers.ofString("x".repeat(300 * 1024));
        assertProblem(hub.send(hub.anonymous("/callbacks/echo/one").POST(big)), 413, "PAYLOAD_TOO_LARGE");
    }

    @Test
    void speaksArabicInTheTitleOnly() {
        var response = hub.send(hub.request("/nothing").header("Accept-Language", "ar-KW, en;q=0.5"));
        assertThat(json(response).path("title").asText()).matches(".*\\p{IsArabic}.*");
        assertThat(json(response).path("code").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void tiesARequestToItsTrace() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var response = hub.send(hub.anonymous("/nothing")
                .header("X-Request-Id", "my-request-0001")
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
        assertThat(response.headers().firstValue("X-Request-Id")).hasValue("my-request-0001");
        assertThat(json(response).path("traceId").asText()).isEqualTo(trace);
        var other = hub.send(hub.anonymous("/nothing").header("X-Request-Id", "<script>"));
        assertThat(other.headers().firstValue("X-Request-Id").orElseThrow()).matches("[0-9a-f-]{36}");
        assertThat(other.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(other.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(other.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a|b[c] HTTP/1.1\r\nHost: x\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "POST /callbacks/echo/one HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /api/notes/v1/notes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}{}{}{}\r\n"
            })
    void answersARequestThatIsNoneAsAProblem(String raw) throws IOException {
        assertThat(raw(raw))
                .contains("400", "application/problem+json", "MALFORMED_REQUEST")
                .doesNotContain("<html");
    }

    @Test
    void answersHeadersThatAreTooLargeAsAProblem() throws IOException {
        String raw = "GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + "x".repeat(64 * 1024) + "\r\n\r\n";
        assertThat(raw(raw)).contains("HTTP/1.1 4", "application/problem+json").doesNotContain("<html");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", hub.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void asksToComeAgainWhileItStartsOrStops() {
        AvailabilityChangeEvent.publish(hub.context, ReadinessState.REFUSING_TRAFFIC);
        try {
            int notes = hub.notes();
            var refused = hub.send(hub.post("/api/notes/v1/notes", GOOD));
            assertProblem(refused, 503, "OVERLOADED");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(hub.notes()).isEqualTo(notes);
        } finally {
            AvailabilityChangeEvent.publish(hub.context, ReadinessState.ACCEPTING_TRAFFIC);
        }
        assertThat(hub.send(hub.post("/api/notes/v1/notes", GOOD)).statusCode()).isEqualTo(201);
    }

    @Test
    void servesItsContract() {
        var response = hub.send(hub.anonymous("/openapi/notes.yaml"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("makeNote");
        assertProblem(hub.send(hub.anonymous("/openapi/other.yaml")), 404, "NOT_FOUND");
    }

    @Test
    void showsItsHealthOnTheManagementPortOnly() {
        assertThat(hub.management("/health/live").statusCode()).isEqualTo(200);
        var ready = hub.management("/health/ready");
        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
        assertThat(hub.management("/health/deps").body()).contains("notes-make");
        assertThat(hub.management("/prometheus").body()).contains("hub_operation_seconds", "hub_routes");
        assertThat(hub.management("/env").statusCode()).isEqualTo(404);
        assertProblem(hub.send(hub.anonymous("/health")), 404, "NOT_FOUND");
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(json(response).path("code").asText()).as(response.body()).isEqualTo(code);
        assertThat(json(response).path("status").asInt()).isEqualTo(status);
        assertThat(json(response).path("traceId").asText()).hasSize(32);
    }
}
