package wallethub.embedded;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import wallethub.embedded.PortalClient.Answer;
import wallethub.testing.ApiContract;

/** The server of a web shop: a token for the secret of its client, then requests; each answer is held against the contract. */
final class StoreClient implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final URI api;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;

    /** @param secret of its client */
    StoreClient(URI hub, String store, String secret) {
        api = hub.resolve("/api/store/v1/");
        String basic = Base64.getEncoder().encodeToString((store + ":" + secret).getBytes(StandardCharsets.US_ASCII));
        Answer granted = exchange(HttpRequest.newBuilder(api.resolve("oauth/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));
        if (granted.status() != 200) {
            throw new IllegalStateException("no token: " + granted.status() + " " + granted.body());
        }
        token = granted.body().path("access_token").asText();
    }

    Answer link(String externalId, String customerNumber, String mobile) {
        return exchange(request("customers/" + externalId)
                .PUT(BodyPublishers.ofString("""
                {"customerNumber": "%s", "mobile": "%s", "consentedAt": "%s"}
                """.formatted(customerNumber, mobile, Instant.now()))));
    }

    Answer order(String externalId, String reference, String amount, String currency, String returnUrl) {
        return exchange(request("orders")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString("""
                        {"customer": "%s", "reference": "%s", "amount": {"amount": "%s", "currency": "%s"}, "returnUrl": "%s"}
                        """.formatted(externalId, reference, amount, currency, returnUrl))));
    }

    JsonNode order(String id) {
        return exchange(request("orders/" + id).GET()).body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private Answer exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = ApiContract.checked(
                    http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString()));
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
