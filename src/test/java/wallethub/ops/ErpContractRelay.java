package wallethub.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Stands between the routes of the connector {@code rest} and an ERP, passes everything on as it is, and holds both to
 * {@code docs/connectors/rest-erp.openapi.yaml}: what the routes send, and what the ERP answers.
 *
 * <p>Requests are closed for it: a field or a parameter that the file does not name is a fault.
 */
final class ErpContractRelay implements AutoCloseable {

    private static final Path FILE = Path.of("docs/connectors/rest-erp.openapi.yaml");
    private static final Set<String> OWN_OF_HTTP =
            Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade");
    private static final Set<String> METHODS = Set.of("get", "put", "post");

    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Set<String> used = new ConcurrentSkipListSet<>();
    private final ObjectMapper json = new ObjectMapper();
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final SchemaValidatorsConfig strict = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .locale(Locale.ENGLISH)
            .build();
    private final JsonNode document;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI target;
    private final HttpServer server;

    private record Operation(String path, JsonNode node) {

        boolean serves(String called) {
            return Pattern.compile(Pattern.quote(path).replaceAll("\\{[^}]+}", "\\\\E[^/]+\\\\Q"))
                    .matcher(called)
                    .matches();
        }
    }

    ErpContractRelay(URI target) {
        this.target = target;
        try {
            document = new YAMLMapper().readTree(FILE.toFile());
            document.at("/components/schemas").properties().stream()
                    .filter(schema -> schema.getKey().startsWith("New"))
                    .forEach(schema -> close(schema.getValue()));
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::relay);
        server.start();
    }

    private static void close(JsonNode schema) {
        ((ObjectNode) schema).put("additionalProperties", false);
        schema.path("properties").forEach(property -> {
            if (property.at("/items/properties").isObject()) {
                close(property.path("items"));
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What broke the contract since the last time it was asked. */
    List<String> faults() {
        List<String> found = List.copyOf(faults);
        faults.clear();
        return found;
    }

    /** The operations that were called and answered. */
    Set<String> used() {
        return used;
    }

    /** All that the file has. */
    Set<String> operations() {
        Set<String> ids = new TreeSet<>();
        all("").forEach(operation ->
                ids.add(operation.node().path("operationId").asText()));
        return ids;
    }

    private void relay(HttpExchange exchange) throws IOException {
        try (exchange) {
            String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            HttpResponse<String> answer = passOn(exchange, sent);
            check(exchange, sent, answer);
            answer.headers().map().forEach((name, values) -> {
                if (!OWN_OF_HTTP.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> passOn(HttpExchange exchange, String sent) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofString(sent));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_OF_HTTP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void check(HttpExchange exchange, String sent, HttpResponse<String> answer) {
        String path = exchange.getRequestURI().getRawPath();
        String what =
                exchange.getRequestMethod() + " " + exchange.getRequestURI() + " -> " + answer.statusCode() + ": ";
        Optional<Operation> called = all(exchange.getRequestMethod())
                .filter(operation -> operation.serves(path))
                .findFirst();
        if (called.isEmpty()) {
            faults.add(what + "there is no such operation");
            return;
        }
        JsonNode operation = called.get().node();
        used.add(operation.path("operationId").asText());
        parameters(operation, exchange, what);
        JsonNode wanted = operation.at("/requestBody/content/application~1json/schema");
        if (wanted.isMissingNode()) {
            if (!sent.isEmpty()) {
                faults.add(what + "there is a body");
            }
        } else {
            body(wanted, sent, what + "the request ");
        }
        response(operation.path("responses"), answer, what);
    }

    private void parameters(JsonNode operation, HttpExchange exchange, String what) {
        String given =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        Set<String> known = new TreeSet<>();
        operation.path("parameters").valueStream().map(this::resolved).forEach(parameter -> {
            String name = parameter.path("name").asText();
            Optional<String> value = Optional.empty();
            if (parameter.path("in").asText().equals("query")) {
                known.add(name);
                value = Stream.of(given.split("&"))
                        .filter(pair -> pair.startsWith(name + "="))
                        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), UTF_8))
                        .findFirst();
            } else if (parameter.path("in").asText().equals("header")) {
                value = Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
            } else {
                return;
            }
            if (value.isEmpty() && parameter.path("required").asBoolean()) {
                faults.add(what + name + " is missing");
            }
            boolean number = parameter.at("/schema/type").asText().equals("integer");
            value.ifPresent(text -> validate(
                    parameter.path("schema"),
                    number ? json.getNodeFactory().numberNode(Long.parseLong(text)) : TextNode.valueOf(text),
                    what + name + " "));
        });
        Stream.of(given.split("&"))
                .map(pair -> pair.replaceFirst("=.*", ""))
                .filter(name -> !name.isEmpty() && !known.contains(name))
                .forEach(name -> faults.add(what + "no parameter " + name));
        if (!exchange.getRequestHeaders().containsKey("Authorization")) {
            faults.add(what + "no token");
        }
    }

    private void response(JsonNode responses, HttpResponse<String> answer, String what) {
        String status = Integer.toString(answer.statusCode());
        JsonNode response =
                resolved(responses.has(status) ? responses.path(status) : responses.path(status.charAt(0) + "XX"));
        if (response.isMissingNode()) {
            faults.add(what + "the status is not listed");
            return;
        }
        JsonNode content = response.at("/content/application~1json/schema");
        if (!content.isMissingNode()) {
            body(content, answer.body(), what + "the answer ");
        }
    }

    private void body(JsonNode schema, String text, String what) {
        try {
            validate(schema, json.readTree(text), what);
        } catch (JsonProcessingException e) {
            faults.add(what + "is no JSON");
        }
    }

    private void validate(JsonNode schema, JsonNode value, String what) {
        ObjectNode root = json.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.putArray("allOf").add(schema);
        root.set("components", document.path("components"));
        schemas.getSchema(root, strict).validate(value).forEach(message -> faults.add(what + message.getMessage()));
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.isEmpty() ? node : resolved(document.at(reference.substring(1)));
    }

    /** Of a method, or of all with an empty one; literal paths before those with a variable at the same place. */
    private Stream<Operation> all(String method) {
        return document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(entry -> METHODS.contains(entry.getKey()))
                        .filter(entry -> method.isEmpty() || entry.getKey().equals(method.toLowerCase(Locale.ROOT)))
                        .map(entry -> new Operation(path.getKey(), entry.getValue())));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
