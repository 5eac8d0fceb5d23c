package wallethub.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The hub that a command of this machine asks, at its management port. */
final class RunningHub {

    private static final JsonMapper JSON = new JsonMapper();
    static final Duration CONNECT = Duration.ofSeconds(10);

    @Option(
            names = "--url",
            description =
                    "The hub's management port; otherwise of MANAGEMENT_SERVER_PORT, otherwise 9090, on this machine.")
    private @Nullable URI url;

    JsonNode get(HttpClient client, String path, Duration limit) throws IOException, InterruptedException {
        return answer(client, HttpRequest.newBuilder(at(path)).timeout(limit).build());
    }

    JsonNode post(HttpClient client, String path, JsonNode wish, Duration limit)
            throws IOException, InterruptedException {
        return answer(
                client,
                HttpRequest.newBuilder(at(path))
                        .timeout(limit)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(wish.toString()))
                        .build());
    }

    private static JsonNode answer(HttpClient client, HttpRequest asked) throws IOException, InterruptedException {
        HttpResponse<String> answer;
        try {
            answer = client.send(asked, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException("no hub answers at " + asked.uri(), e);
        }
        if (answer.statusCode() != 200) {
            throw new IOException(asked.uri() + " answers " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }

    private URI at(String path) {
        String port = System.getenv("MANAGEMENT_SERVER_PORT");
        URI base = url == null ? URI.create("http://127.0.0.1:" + (port == null ? "9090" : port)) : url;
        return base.resolve(path);
    }
}
