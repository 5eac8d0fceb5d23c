package wallethub.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.UriComponentsBuilder;
import wallethub.testing.Browser;

/** Somebody on the staff at a browser, with the portal's own secret: to the company's issuer, or by the other door. */
final class StaffWalk {

    static final String PORTAL = "https://portal.example/after";
    static final String LOCAL_PASSWORD = "ponies gallop over wet slate";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern SHOWN_SECRET = Pattern.compile("<p class=\"secret\" dir=\"ltr\">([A-Z2-7-]+)</p>");

    final Browser atTheHub;
    private final ForeignIssuer issuer;
    private final Browser atTheIssuer;
    private final Clock clock;
    private final String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();

    StaffWalk(IdpServer hub, ForeignIssuer issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
        atTheHub = new Browser(hub.port());
        atTheIssuer = new Browser(issuer.port());
    }

    HttpResponse<String> begin(Map<String, String> more) {
        Map<String, String> query = new LinkedHashMap<>(more);
        query.put("returnUrl", PORTAL);
        query.put("codeChallenge", challenge(verifier));
        HttpResponse<String> away = atTheHub.get("/api/staff/v1/auth/login?" + Browser.encoded(query));
        assertThat(away.statusCode()).as(away.body()).isEqualTo(302);
        return away;
    }

    /** The company's code, on its way back to the hub. */
    HttpResponse<String> code(String user) {
        HttpResponse<String> away = begin(Map.of());
        assertThat(location(away)).startsWith(issuer.url() + "/oauth2/authorize?");
        atTheIssuer.follow(atTheIssuer.follow(away));
        HttpResponse<String> in =
                atTheIssuer.post("/login", Map.of("username", user, "password", ForeignIssuer.PASSWORD));
        return atTheIssuer.follow(in);
    }

    /** What the portal is told. */
    Map<String, String> login(String user) {
        return told(atTheHub.follow(code(user)));
    }

    JsonNode redeem(Map<String, String> told) {
        HttpResponse<String> answer = atTheHub.send(atTheHub.request("/api/staff/v1/auth/token")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"code\": \"%s\", \"codeVerifier\": \"%s\"}".formatted(told.get("code"), verifier))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    HttpResponse<String> me(JsonNode grant) {
        return atTheHub.send(atTheHub.request("/api/staff/v1/me")
                .header("Authorization", "Bearer " + grant.path("accessToken").asText()));
    }

    /** To the page that asks for the password, by the other door. */
    void toTheGlass() {
        HttpResponse<String> away = begin(Map.of("breakGlass", "true"));
        assertThat(location(away)).startsWith(IdpServer.URL + "/idp/authorize?");
        atTheHub.follow(atTheHub.follow(away));
    }

    HttpResponse<String> password(String name) {
        return atTheHub.submit("/idp/login", Map.of("userName", name, "password", LOCAL_PASSWORD));
    }

    /**
     * The page after the right code, whose link leads back.
     *
     * @param secret of the authenticator; filled the first time
     */
    HttpResponse<String> confirmed(String name, byte[] secret) {
        toTheGlass();
        HttpResponse<String> asked = atTheHub.follow(password(name));
        boolean first = asked.uri().getPath().equals("/idp/enrol");
        byte[] shared = first ? secretOn(asked) : secret;
        System.arraycopy(shared, 0, secret, 0, secret.length);
        // The second time the code of a moment ahead: each is good once.
        Instant when = first ? clock.instant() : clock.instant().plusSeconds(30);
        return atTheHub.submit(asked.uri().getPath(), Map.of("code", TimeCodes.code(shared, when)));
    }

    Map<String, String> through(HttpResponse<String> confirmed) {
        assertThat(confirmed.statusCode()).as(confirmed.body()).isEqualTo(200);
        HttpResponse<String> issued = atTheHub.get(Browser.link(confirmed).orElseThrow());
        return told(atTheHub.follow(issued));
    }

    private static byte[] secretOn(HttpResponse<String> page) {
        Matcher shown = SHOWN_SECRET.matcher(page.body());
        assertThat(shown.find()).as(page.body()).isTrue();
        String text = Base32.ungrouped(shown.group(1));
        byte[] bytes = new byte[TimeCodes.SECRET_BYTES];
        int bits = 0;
        int buffer = 0;
        int next = 0;
        for (int at = 0; at < text.length(); at++) {
            buffer = (buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(at));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[next++] = (byte) (buffer >> bits);
            }
        }
        return bytes;
    }

    static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow(() -> new AssertionError(answer.body()));
    }

    static Map<String, String> told(HttpResponse<String> back) {
        assertThat(back.statusCode()).as(back.body()).isEqualTo(302);
        assertThat(location(back)).startsWith(PORTAL + "?");
        return UriComponentsBuilder.fromUri(URI.create(location(back)))
                .build()
                .getQueryParams()
                .toSingleValueMap();
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(answer.body(), e);
        }
    }

    static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
