package wallethub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wallethub.event.BusinessEvent;
import wallethub.money.Money;

/** {@code docs/events/}: every business event as an AsyncAPI 3.0 document, from the sealed records themselves. */
class EventDocumentTests {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    @Test
    void theDocumentShowsEveryEvent() throws JsonProcessingException {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Wallet Hub events")
                .put("version", "1")
                .put(
                        "description",
                        "CloudEvents 1.0 in structured JSON mode; the record key is the wallet id, so events of one wallet keep"
                                + " their order. At least once: a reader drops ids that it has seen.");
        ObjectNode channel = document.putObject("channels").putObject("wallet");
        channel.put("address", "wallet.events.v1");
        ObjectNode messages = channel.putObject("messages");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        for (Class<?> event : events()) {
            String name = event.getSimpleName();
            messages.putObject(wireName(name))
                    .put("name", wireName(name))
                    .put("contentType", "application/cloudevents+json")
                    .putObject("payload")
                    .put("$ref", "#/components/schemas/" + name);
            schemas.set(name, schema(event));
        }
        document.putObject("operations")
                .putObject("publishWalletEvents")
                .put("action", "send")
                .putObject("channel")
                .put("$ref", "#/channels/wallet");
        GeneratedDocument.matches(Path.of("docs/events/events.asyncapi.yaml"), YAML.writeValueAsString(document));
    }

    private static List<Class<?>> events() {
        return Stream.<Class<?>>of(BusinessEvent.class.getPermittedSubclasses())
                .sorted(Comparator.comparing(Class::getSimpleName))
                .toList();
    }

    private static ObjectNode schema(Class<?> event) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (RecordComponent component : event.getRecordComponents()) {
            properties.set(component.getName(), property(component.getType()));
        }
        return schema;
    }

    private static ObjectNode property(Class<?> type) {
        ObjectNode property = JsonNodeFactory.instance.objectNode();
        if (type == Money.class) {
            property.put("type", "object");
            ObjectNode money = property.putObject("properties");
            money.putObject("amount")
                    .put("type", "string")
                    .put("description", "decimal at the exact scale of the currency");
            money.putObject("currency").put("type", "string").put("description", "ISO 4217");
        } else if (type == long.class) {
            property.put("type", "integer").put("format", "int64");
        } else if (type == Instant.class) {
            property.put("type", "string").put("format", "date-time");
        } else {
            property.put("type", "string");
        }
        return property;
    }

    private static String wireName(String className) {
        return className.replaceAll("(?<=[a-z])(?=[A-Z])", ".").toLowerCase(Locale.ROOT);
    }
}
