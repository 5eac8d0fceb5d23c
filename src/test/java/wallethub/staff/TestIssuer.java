package wallethub.staff;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import wallethub.testing.LoginKeys;

/**
 * An issuer of the tests on a real port. It checks what a provider checks (client, redirect, verifier, a code once), and
 * tells the truth unless it is told to lie.
 */
final class TestIssuer implements AutoCloseable {

    static final String CLIENT = "wallet-hub-of-the-tests";
    static final String SECRET = "secret+of/the tests-0123456789";
    static final String HUB = "http://localhost:8080";

    final ECKey key = LoginKeys.signingKey("issuer-1");
    final List<JWK> keys = new CopyOnWriteArrayList<>(List.of(key.toPublicJWK()));
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final Clock clock;
    UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();
    UnaryOperator<String> metadata = UnaryOperator.identity();
    UnaryOperator<String> token = UnaryOperator.identity();
    JWSSigner signer = signer(key);
    JWSHeader header = header(JWSAlgorithm.ES256, "issuer-1");
    List<String> groups = List.of("wallet finance");
    /** What its answers wait for. */
    CountDownLatch held = new CountDownLatch(0);

    final AtomicInteger waiting = new AtomicInteger();
    /** Whether it hangs up on whoever calls. */
    boolean away;

    TestIssuer(Clock clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/.well-known/openid-configuration", exchange -> answer(exchange, 200, metadata.apply(described())));
        server.createContext("/jwks", exchange -> answer(exchange, 200, new JWKSet(keys).toString(true)));
        server.createContext("/token", this::token);
        server.start();
    }

    void tellTheTruth() {
        claims = UnaryOperator.identity();
        metadata = UnaryOperator.identity();
        token = UnaryOperator.identity();
        header = header(JWSAlgorithm.ES256, "issuer-1");
        groups = List.of("wallet finance");
        away = false;
        asked.clear();
        codes.clear();
        keys.retainAll(List.of(keys.getFirst()));
        signer = signer(key);
    }

    static JWSSigner signer(ECKey key) {
        try {
            return new ECDSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static JWSHeader header(JWSAlgorithm algorithm, String kid) {
        return new JWSHeader.Builder(algorithm)
                .type(JOSEObjectType.JWT)
                .keyID(kid)
                .build();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Map<String, String> settings() {
        return Map.of(
                "hub.staff.oidc.issuer",
                url(),
                "hub.staff.oidc.client-id",
                CLIENT,
                "hub.staff.oidc.client-secret",
                SECRET,
                "hub.staff.oidc.redirect-base-url",
                HUB,
                "hub.staff.oidc.groups[wallet finance]",
                "finance",
                "hub.staff.return-urls[0]",
                "https://portal.example");
    }

    /** What a person does who is sent here: logs in, and is sent back with a code. */
    String code(URI address) {
        Map<String, String> query = form(address.getRawQuery());
        String code = "code-" + codes.size();
        codes.put(code, query);
        return code;
    }

    /** The truth, before anybody changes it. */
    JWTClaimsSet.Builder truth(Map<String, String> query) {
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .subject("person-1")
                .audience(CLIENT)
                .claim("nonce", query.get("nonce"))
                .claim("sid", "session-at-the-issuer")
                .claim("name", "Somebody")
                .claim("groups", groups)
                .claim("auth_time", clock.instant().getEpochSecond())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(300)));
    }

    String signed(JWTClaimsSet claims) {
        SignedJWT jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    private String described() {
        return """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/jwks", "code_challenge_methods_supported": ["S256"]}
                """.formatted(url());
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        asked.add(form.getOrDefault("code", ""));
        Map<String, String> query = codes.remove(form.getOrDefault("code", ""));
        String basic = "Basic "
                + Base64.getEncoder().encodeToString((CLIENT + ":" + URLEncoder.encode(SECRET, UTF_8)).getBytes(UTF_8));
        boolean good = query != null
                && basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && "authorization_code".equals(form.get("grant_type"))
                && Objects.equals(query.get("redirect_uri"), form.get("redirect_uri"))
                && IssuerLogin.challenge(form.getOrDefault("code_verifier", "")).equals(query.get("code_challenge"));
        if (query == null || !good) {
            answer(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        String told = token.apply(signed(claims.apply(truth(query)).build()));
        answer(exchange, 200, "{\"access_token\": \"a\", \"token_type\": \"Bearer\", \"id_token\": \"" + told + "\"}");
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> URLDecoder.decode(field[1], UTF_8)));
    }

    private void answer(HttpExchange exchange, int status, String body) {
        try (exchange) {
            if (away) {
                return;
            }
            waiting.incrementAndGet();
            if (!held.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("it was held for ever");
            }
            waiting.decrementAndGet();
            byte[] bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
