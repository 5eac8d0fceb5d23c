package wallethub.embedded;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import wallethub.testing.ApiContract;
import wallethub.testing.Browser;

/**
 * Somebody on the staff: makes an account at the embedded issuer of a one-time secret, enrols an authenticator, logs in as a
 * portal would have it, and asks the staff's API. Each answer is held against the contract.
 */
public final class StaffMember implements AutoCloseable {

    /** An answer of the hub; {@code tag} is its ETag, empty without one. */
    public record Answer(int status, JsonNode body, String tag) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(15);
    /** Where the desk of the sample company would be. */
    static final String PORTAL = "https://desk.example";

    private static final String PASSWORD = "ponies gallop over wet slate";
    private static final Pattern SHOWN_SECRET = Pattern.compile("<p class=\"secret\" dir=\"ltr\">([A-Z2-7-]+)</p>");
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final URI hub;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String name;
    private byte[] secret = {};
    private long lastStep;
    private String token = "";

    private StaffMember(URI hub, String name) {
        this.hub = hub;
        this.name = name;
    }

    /** The first of all, of the secret that the hub printed. */
    public static StaffMember first(URI hub, String name, String secret) {
        return made(hub, "/idp/bootstrap", name, secret);
    }

    /** Whom an administrator invited. */
    public static StaffMember invited(URI hub, String name, String secret) {
        return made(hub, "/idp/invitation", name, secret);
    }

    private static StaffMember made(URI hub, String page, String name, String secret) {
        Browser browser = new Browser(hub.getPort());
        browser.get(page);
        HttpResponse<String> answer =
                browser.submit(page, Map.of("secret", secret, "userName", name, "password", PASSWORD));
        require(answer, 200);
        return new StaffMember(hub, name);
    }

    /**
     * From the portal's first redirect to its token; the first time with an authenticator that is enrolled on the way.
     *
     * @return whether the hub let him in: whoever has no role is known from now on, and has to come again
     */
    boolean logIn() {
        String verifier = UUID.randomUUID().toString() + UUID.randomUUID();
        Browser browser = new Browser(hub.getPort());
        HttpResponse<String> away = browser.get("/api/staff/v1/auth/login?"
                + Browser.encoded(Map.of("returnUrl", PORTAL + "/done", "codeChallenge", challenge(verifier))));
        browser.follow(browser.follow(away));
        HttpResponse<String> asked =
                browser.follow(browser.submit("/idp/login", Map.of("userName", name, "password", PASSWORD)));
        HttpResponse<String> done = browser.submit(asked.uri().getPath(), Map.of("code", code(asked)));
        require(done, 200);
        HttpResponse<String> issued = browser.get(Browser.link(done).orElseThrow());
        MultiValueMap<String, String> back = UriComponentsBuilder.fromUriString(
                        browser.follow(issued).headers().firstValue("Location").orElseThrow())
                .build()
                .getQueryParams();
        if ("no_role".equals(back.getFirst("error"))) {
            return false;
        }
        Answer granted = post(
                "auth/token",
                "{\"code\": \"%s\", \"codeVerifier\": \"%s\"}".formatted(back.getFirst("code"), verifier),
                "");
        token = granted.body().path("accessToken").asText();
        return true;
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** As an authenticator app shows it, which takes its secret from the page of the first time. Each is good once. */
    private String code(HttpResponse<String> page) {
        Matcher shown = SHOWN_SECRET.matcher(page.body());
        if (shown.find()) {
            secret = base32(shown.group(1).replace("-", ""));
        }
        lastStep = Math.max(lastStep + 1, Instant.now().getEpochSecond() / STEP.toSeconds());
        try {
            return new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePasswordString(
                            new SecretKeySpec(secret, "RAW"), Instant.ofEpochSecond(lastStep * STEP.toSeconds()));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("any bytes are a key of HMAC", e);
        }
    }

    private static byte[] base32(String text) {
        byte[] bytes = new byte[text.length() * 5 / 8];
        long bits = 0;
        int count = 0;
        int next = 0;
        for (int at = 0; at < text.length(); at++) {
            bits = (bits << 5) | LETTERS.indexOf(text.charAt(at));
            count += 5;
            if (count >= 8) {
                count -= 8;
                bytes[next++] = (byte) (bits >> count);
            }
        }
        return bytes;
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    /** @param tag what is meant, for {@code If-Match}; empty for none */
    public Answer post(String path, String document, String tag) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(document));
        return send(tag.isEmpty() ? request : request.header("If-Match", tag));
    }

    public Answer put(String path, String document, String tag) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("If-Match", tag)
                .PUT(BodyPublishers.ofString(document)));
    }

    /** Says yes to what was asked for, exactly as it was answered. */
    Answer approve(Answer asked) {
        return send(request("approvals/" + asked.body().path("id").asText() + "/approve")
                .header("If-Match", asked.tag())
                .POST(BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(hub.resolve("/api/staff/v1/" + path)).timeout(LIMIT);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            HttpResponse<String> answer =
                    ApiContract.checked(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
            return new Answer(
                    answer.statusCode(),
                    JSON.readTree(answer.body()),
                    answer.headers().firstValue("ETag").orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void require(HttpResponse<String> answer, int status) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(
                    answer.request().uri().getPath() + " answered " + answer.statusCode() + ", not " + status);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
