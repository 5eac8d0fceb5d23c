package wallethub.certify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The connector's operations that nothing in the hub calls for a single wallet at a chosen moment: they are called by a
 * route that is there only while it is certified.
 */
final class Operations {

    /** What an operation answered. */
    record Answer(int status, JsonNode body) {

        boolean isGood() {
            return status / 100 == 2;
        }
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(50);
    // A refusal's own status and body go inside: the edge makes a problem of every bare status.
    private static final String ROUTE = """
            - route:
                id: certify-operation
                description: Any operation of the connector, called by its name; there only while it is certified.
                from:
                  uri: platform-http:/callbacks/certify/{operation}
                  parameters:
                    httpMethodRestrict: POST
                  steps:
                    - convertBodyTo:
                        type: java.lang.String
                        charset: UTF-8
                    - toD: direct:{{hub.erp.connector}}.${header.operation}
                    - setProperty:
                        name: status
                        simple: "${header.CamelHttpResponseCode}"
                    - setProperty:
                        name: answer
                        simple: "${bodyAs(String)}"
                    - setBody:
                        constant: "{}"
                    - setBody:
                        jq:
                          expression: '{ certified: ((property("status") | tonumber)? // 200), body: ((property("answer") | fromjson)? // null) }'
                          resultType: java.lang.String
                    - setHeader:
                        name: CamelHttpResponseCode
                        constant: 200
            """;

    private final URI hub;
    private final HttpClient http = HttpClient.newHttpClient();

    Operations(URI hub) {
        this.hub = hub;
    }

    /** Puts the route beside the others. */
    static void addRoute(Path routes) {
        try {
            Files.createDirectories(routes.resolve("certify"));
            Files.writeString(routes.resolve("certify/operation.camel.yaml"), ROUTE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode document() {
        return JSON.createObjectNode();
    }

    Answer ask(String operation, JsonNode document) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(hub.resolve("/callbacks/certify/" + operation))
                            .timeout(LIMIT)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(document)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode body = JSON.readTree(answer.body());
            // A route that stops, or fails, does not come to the end of ours.
            return body.has("certified")
                    ? new Answer(body.path("certified").asInt(), body.path("body"))
                    : new Answer(answer.statusCode(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
