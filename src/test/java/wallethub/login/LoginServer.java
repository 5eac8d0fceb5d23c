package wallethub.login;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.WalletHub;
import wallethub.id.CustomerId;
import wallethub.testing.ApiContract;
import wallethub.testing.CustomerRow;
import wallethub.testing.Folders;
import wallethub.testing.LoginKeys;
import wallethub.testing.SealedLetters;
import wallethub.testing.TestDatabase;

/** One instance of the hub on a real port with the product's routes, but for the one that sends messages away. */
final class LoginServer implements AutoCloseable {

    static final String DEVICE = "device-nonce-of-the-tests-0001";
    private static final JsonMapper JSON = new JsonMapper();

    final JdbcClient behind;
    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();

    record Reply(int status, JsonNode body, HttpResponse<String> raw) {
        String code() {
            return body.path("code").asText();
        }
    }

    LoginServer(String databaseUrl, JdbcClient behind, Map<String, String> changes) {
        this.behind = behind;
        Map<String, String> settings = new HashMap<>(TestDatabase.settings(databaseUrl));
        settings.putAll(LoginKeys.settings());
        settings.put("server.port", "0");
        settings.put("management.server.port", "0");
        settings.put("spring.quartz.auto-startup", "false");
        settings.put("logging.structured.format.console", "");
        settings.put("hub.routes.dir", routesThatSendNothing().toString());
        settings.put("hub.erp.url", "http://127.0.0.1:9");
        settings.put("hub.erp.token", "an-erp-token-of-the-tests");
        settings.put("hub.crm.endpoint-id", "crm-endpoint-of-the-tests");
        settings.put("hub.crm.secrets[0]", "whsec_Y3JtLXNlY3JldC1vZi10aGUtdGVzdHMtMzItYnl0ZXM=");
        settings.put("hub.sms.url", "http://127.0.0.1:9");
        settings.put("hub.sms.token", "sms-token-of-the-tests");
        settings.put("hub.edge.limits.address", "10000000");
        settings.put("hub.edge.limits.customer", "10000000");
        settings.putAll(changes);
        context = new SpringApplication(WalletHub.class)
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }

    private static Path routesThatSendNothing() {
        try {
            Path copy = Files.createTempDirectory("login-routes");
            Folders.copy(Path.of("routes"), copy, path -> !path.endsWith("delivery-notify.camel.yaml"));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CustomerId customer(String mobile) {
        CustomerRow row = CustomerRow.of(mobile);
        row.insert(behind);
        return row.id();
    }

    Reply request(String mobile) {
        return post("/auth/otp", null, """
                {"mobile": "%s", "language": "en", "deviceNonce": "%s"}
                """.formatted(mobile, DEVICE));
    }

    Reply verify(String challenge, String code) {
        return post("/auth/otp/" + challenge + "/verify", null, """
                {"code": "%s", "deviceNonce": "%s"}
                """.formatted(code, DEVICE));
    }

    /** The code that the person with the phone reads, as soon as the lane has handed it on. */
    String message(String challenge) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> sent(challenge), codes -> !codes.isEmpty())
                .getFirst();
    }

    private List<String> sent(String challenge) {
        return SealedLetters.of(behind, CodeLetters.MESSAGE_MAPPING).stream()
                .filter(letter -> letter.path("challengeId").asText().equals(challenge))
                .map(letter -> letter.path("code").asText())
                .toList();
    }

    JsonNode login(String mobile) {
        String challenge = request(mobile).body().path("challengeId").asText();
        return verify(challenge, message(challenge)).body();
    }

    Reply get(String path, @Nullable String token) {
        return send("GET", path, token, null);
    }

    Reply post(String path, @Nullable String token, @Nullable String body) {
        return send("POST", path, token, body);
    }

    Reply send(String method, String path, @Nullable String token, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                        + context.getEnvironment().getProperty("local.server.port") + "/api/customer/v1" + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            ApiContract.checked(response, body);
            return new Reply(response.statusCode(), JSON.readTree(response.body()), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        http.close();
    }
}
