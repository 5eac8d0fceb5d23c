package wallethub.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI file of one audience, held against what the hub really answers.
 *
 * <p>Every answer has a listed status, listed headers with fitting values, a listed media type, and a document that fits its
 * schema. Schemas are closed for it: a field that the file does not name fails the test, although clients must bear new ones.
 */
public final class ApiContract {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    // What every answer of the edge or of HTTP itself may carry; the file does not repeat it for each operation. Where
    // it lists one all the same, it is held to it.
    private static final Set<String> EVERYWHERE = Set.of(
            "access-control-allow-credentials",
            "access-control-allow-origin",
            "access-control-expose-headers",
            "allow",
            "cache-control",
            "connection",
            "content-length",
            "content-security-policy",
            "content-type",
            "date",
            "keep-alive",
            "ratelimit",
            "ratelimit-policy",
            "referrer-policy",
            "strict-transport-security",
            "traceparent",
            "transfer-encoding",
            "vary",
            "x-content-type-options");

    public static final ApiContract CUSTOMER = new ApiContract("customer");
    public static final ApiContract STAFF = new ApiContract("staff");
    public static final ApiContract STORE = new ApiContract("store");
    private static final List<ApiContract> ALL = List.of(CUSTOMER, STAFF, STORE);
    // OAuth has answers of its own, by its own rules.
    private static final String TOKEN = "/api/store/v1/oauth/";

    private final JsonMapper json = new JsonMapper();
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final SchemaValidatorsConfig strict = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .locale(Locale.ENGLISH)
            .build();
    private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();
    private final ObjectNode document;
    private final JsonNode components;
    private final JsonNode closedComponents;
    private final String base;
    private final List<Operation> operations;

    /** One operation of the file. */
    public record Operation(String id, String method, String path, JsonNode node) {

        /** Whether the path names something by an id. */
        public boolean hasId() {
            return path.contains("{");
        }

        public boolean hasBody() {
            return node.has("requestBody");
        }

        private Pattern pattern(String base) {
            return Pattern.compile(Pattern.quote(base + path).replaceAll("\\{[^}]+}", "\\\\E[^/]+\\\\Q"));
        }
    }

    private ApiContract(String audience) {
        Path file = Path.of("routes/portal/" + audience + ".openapi.yaml");
        try {
            document = (ObjectNode) new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        base = document.at("/servers/0/url").asText();
        components = document.path("components");
        closedComponents = closed(components.deepCopy());
        List<Operation> found = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(entry -> METHODS.contains(entry.getKey()))
                        .forEach(entry -> found.add(new Operation(
                                entry.getValue().path("operationId").asText(),
                                entry.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                entry.getValue()))));
        // A literal path before one with a variable at the same place.
        found.sort(Comparator.comparing(operation -> operation.path().replace('{', '~')));
        operations = List.copyOf(found);
    }

    public List<Operation> operations() {
        return operations;
    }

    /** The whole path of an operation, its one variable filled in. */
    public String path(Operation operation, String id) {
        return base + operation.path().replaceFirst("\\{[^}]+}", id);
    }

    /** Whether a money operation: one that asks for an Idempotency-Key. */
    public boolean isKeyed(Operation operation) {
        return parameters(operation)
                .anyMatch(parameter -> parameter.path("name").asText().equals("Idempotency-Key"));
    }

    /** The names that the schema of the request knows at a JSON pointer of a valid document. */
    public Set<String> knownFields(Operation operation, String pointer) {
        JsonNode schema = requestSchema(operation);
        for (String name :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/")) {
            schema = resolved(resolved(schema).path("properties").path(name));
        }
        Set<String> names = new TreeSet<>();
        resolved(schema).path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What is wrong with a document as a request of the operation. */
    public Set<String> faultsOfRequest(Operation operation, JsonNode sent) {
        return validate(requestSchema(operation), components, sent).stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.toSet());
    }

    /** An answer without a word on what was asked. */
    public static HttpResponse<String> checked(HttpResponse<String> answer) {
        return checked(answer, null);
    }

    /**
     * @param sent the document of the request; of an answer 2xx the request is checked too
     * @throws AssertionError for anything in the answer that the file does not promise
     */
    public static HttpResponse<String> checked(HttpResponse<String> answer, @Nullable String sent) {
        URI uri = answer.request().uri();
        Optional<ApiContract> contract = ALL.stream()
                .filter(one -> uri.getRawPath().startsWith(one.base + "/"))
                .findFirst();
        if (contract.isEmpty()
                || uri.getRawPath().startsWith(TOKEN)
                || answer.request().method().equals("OPTIONS")) {
            return answer;
        }
        List<String> faults = contract.get().faults(answer, sent);
        if (!faults.isEmpty()) {
            throw new AssertionError("%s %s answered %d, which the contract does not promise:%n  %s%n%s%n%s"
                    .formatted(
                            answer.request().method(),
                            uri.getRawPath(),
                            answer.statusCode(),
                            String.join("\n  ", faults),
                            answer.headers().map(),
                            answer.body()));
        }
        return answer;
    }

    private List<String> faults(HttpResponse<String> answer, @Nullable String sent) {
        boolean head = answer.request().method().equals("HEAD");
        String method = head ? "GET" : answer.request().method();
        String path = answer.request().uri().getRawPath();
        Optional<Operation> operation = operations.stream()
                .filter(one -> one.method().equals(method)
                        && one.pattern(base).matcher(path).matches())
                .findFirst();
        List<String> faults = new ArrayList<>();
        if (operation.isEmpty()) {
            if (answer.statusCode() < 400) {
                faults.add("there is no such operation");
            }
            response(components.at("/responses/Refusal"), answer, head, faults);
            return faults;
        }
        JsonNode responses = operation.get().node().path("responses");
        String status = Integer.toString(answer.statusCode());
        JsonNode response = responses.has(status) ? responses.get(status) : responses.path(status.charAt(0) + "XX");
        if (response.isMissingNode()) {
            faults.add("the status is not listed");
            return faults;
        }
        response(resolved(response), answer, head, faults);
        if (answer.statusCode() < 300) {
            request(operation.get(), answer, sent, faults);
        }
        return faults;
    }

    private void response(JsonNode response, HttpResponse<String> answer, boolean head, List<String> faults) {
        JsonNode headers = response.path("headers");
        Set<String> listed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        headers.properties().forEach(header -> {
            listed.add(header.getKey());
            header(header.getKey(), resolved(header.getValue()), answer, faults);
        });
        answer.headers().map().keySet().stream()
                .filter(name -> !name.startsWith(":"))
                .filter(name -> !EVERYWHERE.contains(name.toLowerCase(Locale.ROOT)) && !listed.contains(name))
                .forEach(name -> faults.add("the header " + name + " is not listed"));
        if (!head) {
            body(response.path("content"), answer, faults);
        }
    }

    private void header(String name, JsonNode header, HttpResponse<String> answer, List<String> faults) {
        List<String> values = answer.headers().allValues(name);
        if (values.isEmpty() && header.path("required").asBoolean()) {
            faults.add("the header " + name + " is missing");
        }
        if (values.size() > 1 && !name.equals("Link")) {
            faults.add("the header " + name + " is there " + values.size() + " times");
        }
        values.forEach(value -> validate(header.path("schema"), closedComponents, TextNode.valueOf(value))
                .forEach(message -> faults.add("the header " + name + ": " + message)));
    }

    private void body(JsonNode content, HttpResponse<String> answer, List<String> faults) {
        if (content.isEmpty()) {
            if (!answer.body().isEmpty()) {
                faults.add("there is a body");
            }
            return;
        }
        String type = answer.headers()
                .firstValue("Content-Type")
                .orElse("")
                .replaceFirst(";.*", "")
                .strip();
        JsonNode media = content.path(type);
        if (media.isMissingNode()) {
            faults.add("the media type is not listed: " + type);
            return;
        }
        try {
            JsonNode schema = close(media.path("schema").deepCopy(), false);
            validate(schema, closedComponents, json.readTree(answer.body()))
                    .forEach(message -> faults.add("the body: " + message));
        } catch (JsonProcessingException e) {
            faults.add("the body is no JSON: " + e.getOriginalMessage());
        }
    }

    /** What was accepted must have been allowed. */
    private void request(Operation operation, HttpResponse<String> answer, @Nullable String sent, List<String> faults) {
        parameters(operation)
                .filter(parameter -> parameter.path("in").asText().equals("header")
                        && parameter.path("required").asBoolean()
                        && answer.request()
                                .headers()
                                .firstValue(parameter.path("name").asText())
                                .isEmpty())
                .forEach(parameter -> faults.add("it was accepted without " + parameter.path("name")));
        if (operation.hasBody() && sent != null && !sent.isEmpty()) {
            try {
                validate(requestSchema(operation), components, json.readTree(sent))
                        .forEach(message -> faults.add("it was accepted, but the request: " + message));
            } catch (JsonProcessingException e) {
                faults.add("it was accepted, but the request is no JSON");
            }
        }
    }

    private Stream<JsonNode> parameters(Operation operation) {
        return Stream.of(document.path("paths").path(operation.path()), operation.node())
                .flatMap(node -> node.path("parameters").valueStream())
                .map(this::resolved);
    }

    private JsonNode requestSchema(Operation operation) {
        return resolved(operation.node().path("requestBody"))
                .path("content")
                .path("application/json")
                .path("schema");
    }

    private Set<ValidationMessage> validate(JsonNode schema, JsonNode beside, JsonNode value) {
        ObjectNode root = json.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.putArray("allOf").add(schema);
        root.set("components", beside);
        return compiled.computeIfAbsent(root, key -> schemas.getSchema(key, strict))
                .validate(value);
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.isEmpty() ? node : resolved(document.at(reference.substring(1)));
    }

    private static JsonNode closed(JsonNode components) {
        components.path("schemas").forEach(schema -> close(schema, true));
        return components;
    }

    /** Closes a schema where it is used, not where it is defined or part of another one. */
    private static JsonNode close(JsonNode schema, boolean part) {
        if (!(schema instanceof ObjectNode object)) {
            return schema;
        }
        schema.path("properties").forEach(property -> close(property, false));
        close(schema.path("items"), false);
        for (String keyword : List.of("allOf", "anyOf", "oneOf")) {
            schema.path(keyword).forEach(piece -> close(piece, true));
        }
        boolean closable = schema.has("$ref") || schema.has("properties") || schema.has("allOf");
        if (!part && closable && !schema.has("additionalProperties")) {
            object.put("unevaluatedProperties", false);
        }
        return schema;
    }
}
