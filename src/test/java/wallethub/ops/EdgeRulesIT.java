package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.ops.EdgeServer.json;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wallethub.id.CustomerId;

/** The edge behind a proxy, with small limits and one page of another origin. */
class EdgeRulesIT {

    private static final String NOTES = "/api/notes/v1/notes";
    private static final String OPEN = "/api/notes/v1/open";
    private static final String ORIGIN = "https://portal.example";
    private static EdgeServer hub;

    @BeforeAll
    static void start() {
        hub = new EdgeServer(
                "hub.edge.limits.customer=20",
                "hub.edge.limits.address=100",
                "hub.edge.limits.money=4",
                "hub.edge.trusted-proxies[0]=127.0.0.0/8",
                "hub.edge.trusted-proxies[1]=::1",
                "hub.edge.cors.origins[0]=" + ORIGIN,
                "hub.docs.enabled=true");
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    /** As another customer, so that tests do not use up each other's limits. */
    private static HttpRequest.Builder as(CustomerId customer, String path, String address) {
        return hub.request(customer, path).setHeader("X-Forwarded-For", address);
    }

    private static HttpResponse<String> from(String address, String path) {
        return hub.send(hub.anonymous(path).header("X-Forwarded-For", address));
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void limitsACustomerWhereverTheRequestsComeFrom() {
        CustomerId customer = CustomerId.next();
        for (int i = 0; i < 20; i++) {
            var allowed = hub.send(as(customer, OPEN, "192.0.2." + i));
            assertThat(allowed.statusCode()).isEqualTo(200);
            assertThat(header(allowed, "RateLimit-Policy")).isEqualTo("\"default\";q=20;w=60");
            assertThat(header(allowed, "RateLimit")).startsWith("\"default\";r=" + (19 - i) + ";t=");
            assertThat(allowed.headers().allValues("RateLimit")).hasSize(1);
        }
        int notes = hub.notes();
        var refused = hub.send(note(customer));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).path("code").asText()).isEqualTo("RATE_LIMITED");
        assertThat(header(refused, "RateLimit")).startsWith("\"default\";r=0;t=");
        assertThat(header(refused, "RateLimit")).endsWith(";t=" + header(refused, "Retry-After"));
        assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 60);
        assertThat(hub.notes()).isEqualTo(notes);
        assertThat(hub.send(as(CustomerId.next(), OPEN, "192.0.2.1")).statusCode())
                .isEqualTo(200);
    }

    /** Exact over all instances: the count is in the database, where a second instance finds it. */
    @Test
    void limitsWhatMovesMoneyExactly() {
        CustomerId customer = CustomerId.next();
        for (int i = 0; i < 4; i++) {
            var made = hub.send(note(customer));
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(header(made, "RateLimit")).startsWith("\"money\";r=" + (3 - i) + ";t=");
            assertThat(header(made, "RateLimit-Policy")).isEqualTo("\"money\";q=4;w=60");
        }
        int notes = hub.notes();
        var refused = hub.send(note(customer));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).path("code").asText()).isEqualTo("RATE_LIMITED");
        assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 60);
        assertThat(hub.notes()).isEqualTo(notes);
        assertThat(hub.send(as(customer, OPEN, "192.0.2.1")).statusCode()).isEqualTo(200);
        assertThat(hub.jdbc
                        .sql("select count(*) from access_rate_bucket where name like '%' || :customer")
                        .param("customer", customer.text())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    private static HttpRequest.Builder note(CustomerId customer) {
        return as(customer, NOTES, "192.0.2.200")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"amount\": {\"amount\": \"1.000\", \"currency\": \"KWD\"}, \"text\": \"paid\"}"));
    }

    @Test
    void limitsAnAddressBeforeItLooksAtCredentials() {
        String address = "198.51.100.7";
        for (int i = 0; i < 100; i++) {
            var guess = hub.send(hub.anonymous(OPEN)
                    .header("X-Forwarded-For", "192.0.2." + i + ", " + address)
                    .header("Authorization", "Bearer guess-" + i));
            assertThat(guess.statusCode()).isEqualTo(401);
            assertThat(header(guess, "RateLimit")).startsWith("\"address\";r=");
        }
        var refused = hub.send(as(CustomerId.next(), OPEN, address));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "RateLimit-Policy")).isEqualTo("\"address\";q=100;w=60");
        assertThat(from(address, "/nothing").statusCode()).isEqualTo(429);
        assertThat(from("198.51.100.8", OPEN).statusCode()).isEqualTo(200);
    }

    @Test
    void countsAnIpv6NetworkAsOneClient() {
        for (int i = 0; i < 100; i++) {
            assertThat(from("2001:db8:5:6::" + Integer.toHexString(i), OPEN).statusCode())
                    .isEqualTo(200);
        }
        assertThat(from("2001:db8:5:6:ffff:ffff:ffff:ffff", OPEN).statusCode()).isEqualTo(429);
        assertThat(from("2001:db8:5:7::1", OPEN).statusCode()).isEqualTo(200);
    }

    @Test
    void neverLimitsCallbacks() {
        for (int i = 0; i < 60; i++) {
            var callback = hub.send(hub.anonymous("/callbacks/echo/one")
                    .header("X-Forwarded-For", "198.51.100.20")
                    .POST(BodyPublishers.ofString("x")));
            assertThat(callback.statusCode()).isEqualTo(200);
            assertThat(header(callback, "RateLimit")).isEmpty();
        }
    }

    /** No way of writing a path gets by the limits and to an operation. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/callbacks/../api/notes/v1/open",
                "//api/notes/v1/open",
                "/%61pi/notes/v1/open",
                "/API/notes/v1/open",
                "/api;x=1/notes/v1/open"
            })
    void hasOnePathToAnOperation(String path) throws IOException {
        try (Socket socket = new Socket("localhost", hub.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
        }
    }

    @Test
    void answersAPreflightOfAListedOriginBeforeAuthentication() {
        var answer = preflight(ORIGIN);
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(header(answer, "Access-Control-Allow-Methods")).contains("POST", "PATCH", "DELETE");
        assertThat(header(answer, "Access-Control-Allow-Headers"))
                .contains("Authorization", "Idempotency-Key", "Content-Type", "If-None-Match", "traceparent");
        assertThat(header(answer, "Access-Control-Max-Age")).isEqualTo("600");
        assertThat(header(answer, "Access-Control-Allow-Credentials")).isEmpty();
        assertThat(answer.headers().allValues("Vary")).contains("Origin");
    }

    private static HttpResponse<String> preflight(String origin) {
        return hub.send(hub.anonymous(NOTES)
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,idempotency-key")
                .method("OPTIONS", BodyPublishers.noBody()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://portal.example.evil",
                "https://evil.example",
                "http://portal.example",
                "https://portal.example:8443",
                "https://sub.portal.example",
                "https://PORTAL.example",
                "null",
                "*"
            })
    void givesAnUnknownOriginNoCorsHeaderAtAll(String origin) {
        for (HttpResponse<String> answer :
                List.of(preflight(origin), hub.send(hub.anonymous(OPEN).header("Origin", origin)))) {
            assertThat(answer.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
            assertThat(answer.headers().allValues("Vary")).contains("Origin");
        }
    }

    @Test
    void letsAListedOriginReadAnswersAndRefusals() {
        for (String path : List.of(OPEN, NOTES + "/nothing", "/api/nothing")) {
            var answer = hub.send(hub.anonymous(path).header("Origin", ORIGIN));
            assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
            assertThat(header(answer, "Access-Control-Expose-Headers"))
                    .contains(
                            "ETag",
                            "RateLimit",
                            "RateLimit-Policy",
                            "Link",
                            "traceparent",
                            "Idempotency-Replayed",
                            "Location",
                            "Retry-After",
                            "X-Request-Id");
        }
    }

    @Test
    void saysByRfc6750WhetherThereWasAToken() {
        var none = hub.send(hub.anonymous(NOTES + "/rch_01ARZ3NDEKTSV4RRFFQ69G5FAV"));
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
        var bad = hub.send(hub.anonymous(OPEN).header("Authorization", "Bearer nonsense"));
        assertThat(bad.statusCode()).isEqualTo(401);
        assertThat(bad.headers().allValues("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
        var basic = hub.send(hub.anonymous(OPEN).header("Authorization", "Basic eDp5"));
        assertThat(basic.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
    }

    @Test
    void anExpiredTokenSaysSoAndChangesNothing() {
        CustomerId customer = CustomerId.next();
        int notes = hub.notes();
        var expired = hub.send(note(customer).setHeader("Authorization", hub.expiredAuthorization(customer)));
        assertThat(expired.statusCode()).isEqualTo(401);
        assertThat(json(expired).path("code").asText()).isEqualTo("TOKEN_EXPIRED");
        assertThat(expired.headers().allValues("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
        assertThat(hub.notes()).isEqualTo(notes);
        assertThat(hub.send(note(customer)).statusCode()).isEqualTo(201);
    }

    @Test
    void saysWhichMethodsAPathHas() {
        var refused = hub.send(hub.request(NOTES).DELETE());
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(header(refused, "Allow")).contains("POST").doesNotContain("GET", "DELETE");
    }

    @Test
    void answersHeadLikeGetWithoutABody() {
        var head = hub.send(hub.anonymous(OPEN).method("HEAD", BodyPublishers.noBody()));
        var get = hub.send(hub.anonymous(OPEN));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Type")).isEqualTo(header(get, "Content-Type"));
        var missing = hub.send(hub.anonymous("/api/nothing").method("HEAD", BodyPublishers.noBody()));
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEmpty();
    }

    @Test
    void tellsOnPlainOptionsTheMethodsAndNothingElse() {
        var answer = hub.send(hub.request(NOTES).method("OPTIONS", BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Allow")).contains("POST").doesNotContain("GET");
        assertThat(answer.body()).isEmpty();
        assertThat(hub.send(hub.request(NOTES).method("TRACE", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void protectsEveryAnswer() {
        for (String path : List.of(OPEN, "/nothing", "/openapi/notes.yaml", "/callbacks/echo/one")) {
            var answer = hub.send(hub.anonymous(path));
            assertThat(header(answer, "Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; frame-ancestors 'none'");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
            assertThat(header(answer, "Strict-Transport-Security")).isEqualTo("max-age=31536000; includeSubDomains");
            assertThat(header(answer, "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
            assertThat(header(answer, "Server")).isEmpty();
        }
    }

    @Test
    void tellsNothingInternalOnTheManagementPort() throws IOException {
        for (String path : List.of("/env", "/nothing", "/health/nothing", "/heapdump", "/beans")) {
            var answer = hub.management(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).doesNotContain("Exception", "trace", "org.", "java.", "Tomcat");
        }
        try (Socket socket = new Socket("localhost", hub.managementPort())) {
            socket.getOutputStream()
                    .write("GET /a|b[c] HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Exception", "Tomcat", "org.apache");
        }
    }

    @Test
    void showsTheContractAsAPageThatAsksNobodyElse() {
        var page = hub.send(hub.anonymous("/docs"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().allValues("Content-Security-Policy")).hasSize(1);
        String policy = header(page, "Content-Security-Policy");
        assertThat(policy).startsWith("default-src 'none'; script-src 'nonce-").doesNotContain("unsafe", "http", "*");
        String nonce = policy.replaceAll("(?s).*script-src 'nonce-([^']+)'.*", "$1");
        assertThat(page.body()).contains("nonce=\"" + nonce + "\"").doesNotContain("{nonce}", "//cdn", "https://");
        assertThat(header(hub.send(hub.anonymous("/docs")), "Content-Security-Policy"))
                .doesNotContain(nonce);
        page.body().lines().filter(line -> line.contains("=\"/docs/")).forEach(line -> {
            String path = line.replaceAll(".*=\"(/docs/[^\"]+)\".*", "$1");
            var asset = hub.send(hub.anonymous(path));
            assertThat(asset.statusCode()).as(path).isEqualTo(200);
            assertThat(asset.body()).isNotEmpty();
        });
        assertThat(header(hub.send(hub.anonymous("/docs/swagger-ui.css")), "Content-Type"))
                .startsWith("text/css");
        for (String path : List.of("/docs/swagger-ui.js", "/docs/index.html", "/docs/..%2fapplication.yml")) {
            assertThat(hub.send(hub.anonymous(path)).statusCode()).as(path).isIn(400, 404);
        }
    }
}
