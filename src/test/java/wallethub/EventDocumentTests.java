package wallethub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wallethub.event.BusinessEvent;

/**
 * {@code docs/events/}: what the topic holds, as an AsyncAPI 3.0 document, made from the mapping that publishes and from the
 * schema that everything published must fit.
 */
class EventDocumentTests {

    private static final Path MAPPING = Path.of("mappings/events/wallet.yaml");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Test
    void theDocumentShowsWhatIsPublished() throws IOException {
        JsonNode mapping = YAML.readTree(MAPPING.toFile());
        ObjectNode document = NODES.objectNode();
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Wallet Hub events")
                .put("version", "1")
                .put(
                        "description",
                        "CloudEvents 1.0 in structured JSON mode; the record key is the wallet id, so events of one wallet keep"
                                + " their order. At least once: a reader drops ids that it has seen. No personal data.");
        ObjectNode channel = document.putObject("channels").putObject("wallet");
        channel.put("address", "wallet.events.v1");
        ObjectNode messages = channel.putObject("messages");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        events(mapping).forEach((type, example) -> message(messages.putObject(type), type, example));
        schemas.set("Headers", headers());
        published(mapping, schemas);
        document.putObject("operations")
                .putObject("publishWalletEvents")
                .put("action", "send")
                .putObject("channel")
                .put("$ref", "#/channels/wallet");
        GeneratedDocument.matches(Path.of("docs/events/events.asyncapi.yaml"), YAML.writeValueAsString(document));
    }

    @Test
    void everyBusinessEventIsPublished() throws IOException {
        assertThat(events(YAML.readTree(MAPPING.toFile())).keySet())
                .containsExactlyElementsOf(Stream.of(BusinessEvent.class.getPermittedSubclasses())
                        .map(event -> wireName(event.getSimpleName()))
                        .sorted()
                        .toList());
    }

    /** Types by name, each with an example of its data: the sample of the mapping that has the fields of this event. */
    private static Map<String, JsonNode> events(JsonNode mapping) {
        Map<String, JsonNode> events = new TreeMap<>();
        for (JsonNode type : mapping.at("/source/event")) {
            events.put(type.asText(), example(mapping, type.asText()));
        }
        return events;
    }

    private static JsonNode example(JsonNode mapping, String type) {
        List<String> fields = Stream.<Class<?>>of(BusinessEvent.class.getPermittedSubclasses())
                .filter(event -> wireName(event.getSimpleName()).equals(type))
                .flatMap(event -> Stream.of(event.getRecordComponents()))
                .map(component -> component.getName())
                .toList();
        List<JsonNode> fitting = mapping.path("samples")
                .valueStream()
                .filter(sample -> sample.has("expect") && hasExactly(sample.path("input"), fields))
                .toList();
        // Of events with the same fields the reason tells whose sample it is.
        String name = type.replace('.', '-');
        return fitting.stream()
                .filter(sample -> name.startsWith(reason(sample)))
                .max(Comparator.comparingInt(sample -> reason(sample).length()))
                .or(() -> fitting.stream().findFirst())
                .orElseThrow(() -> new AssertionError(MAPPING + " has no sample with every field of " + type))
                .path("expect");
    }

    private static boolean hasExactly(JsonNode input, List<String> fields) {
        List<String> given = input.propertyStream().map(Map.Entry::getKey).toList();
        return given.size() > 4 && fields.containsAll(given) && given.containsAll(fields);
    }

    private static String reason(JsonNode sample) {
        return sample.at("/input/reason").asText();
    }

    private static void message(ObjectNode message, String type, JsonNode example) {
        message.put("name", type).put("contentType", "application/cloudevents+json");
        message.putObject("headers").put("$ref", "#/components/schemas/Headers");
        ObjectNode payload = message.putObject("payload");
        payload.put("type", "object").put("additionalProperties", false);
        ObjectNode fields = NODES.objectNode();
        fields.putObject("specversion").put("const", "1.0");
        fields.putObject("id").put("type", "string").put("description", "evt_..., the same at every repetition");
        fields.putObject("source").put("const", "/wallet-hub");
        fields.putObject("type").put("const", type);
        fields.putObject("subject").put("type", "string").put("description", "the wallet, wal_...");
        fields.putObject("time").put("type", "string").put("format", "date-time");
        fields.putObject("datacontenttype").put("const", "application/json");
        fields.putObject("data").put("$ref", "#/components/schemas/WalletEvent");
        fields.fieldNames().forEachRemaining(payload.withArray("required")::add);
        payload.set("properties", fields);
        ObjectNode shown = message.putArray("examples").addObject().putObject("payload");
        shown.put("specversion", "1.0");
        shown.set("id", example.path("eventId"));
        shown.put("source", "/wallet-hub").put("type", type);
        shown.set("subject", example.path("walletId"));
        shown.set("time", example.path("occurredAt"));
        shown.put("datacontenttype", "application/json").set("data", example);
    }

    private static ObjectNode headers() {
        ObjectNode headers = NODES.objectNode().put("type", "object");
        headers.putObject("properties")
                .putObject("traceparent")
                .put("type", "string")
                .put("description", "W3C trace of the callback or request that caused the event");
        return headers;
    }

    /** The schema that the mapping names, with its definitions beside it. */
    private static void published(JsonNode mapping, ObjectNode schemas) throws IOException {
        Path file = Path.of("mappings").resolve(mapping.at("/target/schema").asText());
        String text = new JsonMapper().readTree(file.toFile()).toString();
        ObjectNode schema = (ObjectNode)
                new JsonMapper().readTree(text.replace("\"#/$defs/money\"", "\"#/components/schemas/Money\""));
        assertThat(text).as("only money is a definition").doesNotContainPattern("#/\\$defs/(?!money\")");
        ObjectNode definitions = (ObjectNode) schema.remove("$defs");
        schema.remove("$schema");
        schemas.set("WalletEvent", schema);
        schemas.set("Money", definitions.get("money"));
    }

    private static String wireName(String className) {
        return className
                .replaceFirst("(?<=[a-z])(?=[A-Z])", ".")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
