package wallethub.staff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/**
 * Calls of the issuer: 2 s to connect, 10 s in all at most, 1 MiB, and no redirects. Only so many at once: whoever begins logins
 * while the issuer is slow takes no more of the hub's places than that from everybody else.
 */
@Component
class IssuerHttp {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    static final int AT_ONCE = 16;
    private static final long LONGEST = 1024 * 1024;
    private static final int OK = 200;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Semaphore calls = new Semaphore(AT_ONCE);
    private final Duration whole;

    IssuerHttp(OidcSettings settings) {
        whole = settings.readTimeout();
    }

    JsonNode get(String url) throws IssuerException {
        return json(HttpRequest.newBuilder(URI.create(url)).header("Accept", "application/json"));
    }

    /** @param authorization empty when the form says who asks */
    JsonNode post(String url, String form, String authorization) throws IssuerException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        return json(authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    private JsonNode json(HttpRequest.Builder request) throws IssuerException {
        HttpResponse<byte[]> response = sendAmongFew(request.timeout(whole).build());
        if (response.statusCode() != OK) {
            throw response.statusCode() / 100 == 4
                    ? IssuerException.refused("status-" + response.statusCode())
                    : IssuerException.unavailable("status-" + response.statusCode());
        }
        try {
            JsonNode document = JSON.readTree(response.body());
            if (document == null || !document.isObject()) {
                throw IssuerException.unavailable("no-object");
            }
            return document;
        } catch (IOException e) {
            throw IssuerException.unavailable("no-json");
        }
    }

    private HttpResponse<byte[]> sendAmongFew(HttpRequest request) throws IssuerException {
        if (!calls.tryAcquire()) {
            throw IssuerException.unavailable("busy");
        }
        try {
            return send(request);
        } finally {
            calls.release();
        }
    }

    /** The whole answer within its time: the client's own limit ends with the headers. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IssuerException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST));
        try {
            return answer.get(whole.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw IssuerException.unavailable("slow");
        } catch (ExecutionException e) {
            throw IssuerException.unavailable("unreachable");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw IssuerException.unavailable("interrupted");
        }
    }
}
