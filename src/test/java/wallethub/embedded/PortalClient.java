package wallethub.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import wallethub.embedded.standin.SmsStandIn;
import wallethub.testing.ApiContract;

/**
 * What a customer's portal asks of the hub, over HTTP. It logs in at its first request, and again when its token has run
 * out; it may be used by many threads.
 */
public final class PortalClient implements AutoCloseable {

    /** An answer of the hub. */
    public record Answer(int status, JsonNode body) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final URI api;
    private final HttpClient http = HttpClient.newHttpClient();
    private final CustomerLogin login;
    private CustomerLogin.@Nullable Tokens tokens;

    /** @param mobile the customer's, as the CRM knows it */
    public PortalClient(EmbeddedDefault around, String mobile) {
        this(around.hubUrl(), around.sms(), mobile);
    }

    public PortalClient(URI hub, SmsStandIn sms, String mobile) {
        api = hub.resolve("/api/customer/v1/");
        login = new CustomerLogin(http, hub, sms, mobile);
    }

    /** A hosted checkout over {@code amount}, with an idempotency key of its own. */
    public Answer createRecharge(String amount, String currency) {
        return createRecharge(amount, currency, UUID.randomUUID().toString());
    }

    public Answer createRecharge(String amount, String currency, String key) {
        String body = """
                {"amount": {"amount": "%s", "currency": "%s"}, "method": "card", "returnUrl": "%s"}
                """.formatted(amount, currency, "https://portal.example/done");
        return send(request("recharges")
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The same for an order, which it pays when its money comes. */
    public Answer createRechargeFor(String order, String amount, String currency) {
        return post("recharges", """
                {"amount": {"amount": "%s", "currency": "%s"}, "method": "card", "returnUrl": "%s", "orderId": "%s"}
                """.formatted(amount, currency, "https://portal.example/done", order));
    }

    public Answer payOrder(String order) {
        return post("orders/" + order + "/pay", "");
    }

    /** A bank transfer that the customer announces. */
    public Answer announceTransfer(String amount, String currency) {
        return post("recharges", """
                {"amount": {"amount": "%s", "currency": "%s"}, "method": "bank_transfer"}
                """.formatted(amount, currency));
    }

    private Answer post(String path, String document) {
        return send(request(path)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(document)));
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public JsonNode wallet() {
        return get("wallet").body();
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path)).timeout(LIMIT);
    }

    private Answer send(HttpRequest.Builder request) {
        String token = token();
        Answer answer = exchange(request.setHeader("Authorization", "Bearer " + token));
        if (answer.status() != 401) {
            return answer;
        }
        forget(token);
        return exchange(request.setHeader("Authorization", "Bearer " + token()));
    }

    private synchronized String token() {
        if (tokens == null) {
            tokens = login.tokens();
        }
        return tokens.access();
    }

    /** Unless another thread has a newer one already. */
    private synchronized void forget(String token) {
        if (tokens != null && tokens.access().equals(token)) {
            tokens = null;
        }
    }

    private Answer exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    ApiContract.checked(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
