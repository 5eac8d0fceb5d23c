package wallethub.drill;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.jspecify.annotations.Nullable;
import wallethub.embedded.standin.SmsStandIn;

/** A customer's session, each step of which may be taken at another instance. */
final class Session {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern CODE = Pattern.compile("(?<![0-9+])[0-9]{6}(?![0-9])");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;

    /** Asks one instance for a code, and types it at the other. */
    Session(SmsStandIn sms, String mobile, URI asked, URI told) {
        String device = UUID.randomUUID().toString();
        ObjectNode ask = JSON.createObjectNode().put("mobile", mobile).put("language", "en");
        String challenge = body(post(asked, "auth/otp", null, ask.put("deviceNonce", device)), 202)
                .path("challengeId")
                .asText();
        String code = await("the code of " + challenge)
                .atMost(LIMIT)
                .until(() -> code(sms, mobile, challenge), Optional::isPresent)
                .orElseThrow();
        ObjectNode answer = JSON.createObjectNode().put("code", code).put("deviceNonce", device);
        token = body(post(told, "auth/otp/" + challenge + "/verify", null, answer), 200)
                .path("accessToken")
                .asText();
    }

    /** What the instance says to the token. */
    int statusAt(URI instance) {
        return sent(request(instance, "wallet", token).GET()).statusCode();
    }

    void endAt(URI instance) {
        assertThat(post(instance, "auth/logout", token, null).statusCode()).isEqualTo(204);
    }

    private static Optional<String> code(SmsStandIn sms, String mobile, String challenge) {
        return sms.inbox(mobile).stream()
                .filter(message -> message.key().contains(challenge))
                .findFirst()
                .flatMap(message -> CODE.matcher(message.text()).results().findFirst())
                .map(MatchResult::group);
    }

    private HttpResponse<String> post(URI instance, String path, @Nullable String bearer, @Nullable ObjectNode body) {
        HttpRequest.Builder request = request(instance, path, bearer);
        return sent(
                body == null
                        ? request.POST(HttpRequest.BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private static HttpRequest.Builder request(URI instance, String path, @Nullable String bearer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(instance.resolve("/api/customer/v1/" + path))
                .timeout(LIMIT);
        return bearer == null ? request : request.header("Authorization", "Bearer " + bearer);
    }

    private HttpResponse<String> sent(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode body(HttpResponse<String> answer, int status) {
        try {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
