package wallethub.embedded;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import wallethub.embedded.standin.SmsStandIn;

/** A customer who logs in as people do: asks for a code, reads it off the SMS, types it. */
public final class CustomerLogin {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern CODE = Pattern.compile("(?<![0-9+])[0-9]{6}(?![0-9])");

    /** What a login gives. */
    public record Tokens(String access, String refresh) {}

    private final HttpClient http;
    private final URI asked;
    private final URI told;
    private final SmsStandIn sms;
    private final String mobile;

    /** @param mobile E.164, the customer's as the CRM knows it */
    public CustomerLogin(HttpClient http, URI hub, SmsStandIn sms, String mobile) {
        this(http, hub, hub, sms, mobile);
    }

    /** One who asks one instance for the code, and types it at the other. */
    public CustomerLogin(HttpClient http, URI asked, URI told, SmsStandIn sms, String mobile) {
        this.http = http;
        this.asked = asked;
        this.told = told;
        this.sms = sms;
        this.mobile = mobile;
    }

    /** @throws IllegalStateException when the hub refuses; the message has its answer */
    public Tokens tokens() {
        String device = UUID.randomUUID().toString();
        ObjectNode ask = JSON.createObjectNode().put("mobile", mobile).put("language", "en");
        String challenge = post(asked, "auth/otp", ask.put("deviceNonce", device), 202)
                .path("challengeId")
                .asText();
        ObjectNode answer = JSON.createObjectNode().put("code", code(challenge)).put("deviceNonce", device);
        JsonNode made = post(told, "auth/otp/" + challenge + "/verify", answer, 200);
        return new Tokens(
                made.path("accessToken").asText(), made.path("refreshToken").asText());
    }

    private String code(String challenge) {
        return await("the code of " + challenge)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> found(challenge), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> found(String challenge) {
        return sms.inbox(mobile).stream()
                .filter(message -> message.key().equals(challenge))
                .findFirst()
                .flatMap(message -> CODE.matcher(message.text()).results().findFirst())
                .map(MatchResult::group);
    }

    private JsonNode post(URI instance, String path, ObjectNode body, int status) {
        HttpRequest request = HttpRequest.newBuilder(instance.resolve("/api/customer/v1/" + path))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != status) {
                throw new IllegalStateException("no login: " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
