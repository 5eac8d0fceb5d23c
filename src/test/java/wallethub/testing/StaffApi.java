package wallethub.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import wallethub.access.Caller;
import wallethub.operation.Contracts;
import wallethub.operation.HttpCall;
import wallethub.operation.HttpReply;
import wallethub.operation.Operations;

/**
 * The staff's API without a server, and the stores' beside it: contracts read from the shipped files, operations called as the edge
 * calls them.
 */
public final class StaffApi {

    private static final String BASE = "/api/staff/v1";
    private static final String STORES = "/api/store/v1";
    private static final String OF_STORES = "store:";
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final Operations operations;

    /** @param tags of the operations that the context has handlers of; {@code store:customers} is one of the stores' */
    public StaffApi(ApplicationContext context, String... tags) {
        operations = context.getBean(Operations.class);
        Contracts contracts = context.getBean(Contracts.class);
        Set<String> ofStores = Stream.of(tags)
                .filter(tag -> tag.startsWith(OF_STORES))
                .map(tag -> tag.substring(OF_STORES.length()))
                .collect(Collectors.toSet());
        contracts.activate(contracts.read(Map.of(
                "portal/staff.openapi.yaml",
                only("staff", Set.of(tags)),
                "portal/store.openapi.yaml",
                only("store", ofStores))));
    }

    private static String only(String audience, Set<String> tags) {
        try {
            YAMLMapper yaml = new YAMLMapper();
            ObjectNode document = (ObjectNode) yaml.readTree(
                    Path.of("routes/portal/" + audience + ".openapi.yaml").toFile());
            ObjectNode paths = (ObjectNode) document.get("paths");
            List<String> others = new ArrayList<>();
            paths.properties().forEach(path -> {
                String tag = path.getValue().findPath("tags").path(0).asText();
                if (!tags.contains(tag)) {
                    others.add(path.getKey());
                }
            });
            paths.remove(others);
            return yaml.writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param body what was answered, a problem too */
    public record Reply(int status, Map<String, String> headers, JsonNode body) {

        /** The code of a refusal. */
        public String code() {
            return body.path("code").asText();
        }

        public String etag() {
            return headers.getOrDefault("ETag", "");
        }

        public String text(String pointer) {
            return body.at(pointer).asText();
        }
    }

    /** One request, of which the rest is as usual. */
    public record Request(
            String method,
            String path,
            Map<String, String> headers,
            Map<String, String> query,
            @Nullable String body) {

        public static Request get(String path) {
            return new Request("GET", path, Map.of(), Map.of(), null);
        }

        public static Request post(String path) {
            return new Request("POST", path, Map.of(), Map.of(), null);
        }

        public Request with(String header, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(header, value);
            return new Request(method, path, more, query, body);
        }

        public Request asking(String name, String value) {
            Map<String, String> more = new HashMap<>(query);
            more.put(name, value);
            return new Request(method, path, headers, more, body);
        }

        public Request saying(String json) {
            return new Request(method, path, headers, query, json);
        }
    }

    /** @param operation as routes name it, such as {@code get-approval} */
    public Reply call(String operation, Caller caller, Request request) {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("content-type", List.of("application/json"));
        request.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        Map<String, List<String>> query = new HashMap<>();
        request.query().forEach((name, value) -> query.put(name, List.of(value)));
        String body = request.body();
        HttpReply reply = operations.call(
                operation,
                new HttpCall(
                        request.method(),
                        (caller.kind() == Caller.Kind.STORE ? STORES : BASE) + request.path(),
                        headers,
                        query,
                        (body == null ? "" : body).getBytes(UTF_8),
                        caller,
                        "en",
                        "correlation",
                        TRACE,
                        "00-" + TRACE + "-b7ad6b7169203331-01"));
        return new Reply(reply.status(), reply.headers(), tree(reply.body()));
    }

    private static JsonNode tree(byte @Nullable [] body) {
        try {
            return body == null ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
