package wallethub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import wallethub.embedded.CustomerLogin;
import wallethub.embedded.standin.SmsStandIn;

/** A customer's session, each step of which may be taken at another instance. */
final class Session {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;

    /** Asks one instance for a code, and types it at the other. */
    Session(SmsStandIn sms, String mobile, URI asked, URI told) {
        token = new CustomerLogin(http, asked, told, sms, mobile).tokens().access();
    }

    /** What the instance says to the token. */
    int statusAt(URI instance) {
        return status(request(instance, "wallet").GET());
    }

    void endAt(URI instance) {
        assertThat(status(request(instance, "auth/logout").POST(BodyPublishers.noBody())))
                .isEqualTo(204);
    }

    private HttpRequest.Builder request(URI instance, String path) {
        return HttpRequest.newBuilder(instance.resolve("/api/customer/v1/" + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token);
    }

    private int status(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
