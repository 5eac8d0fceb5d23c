package wallethub.mapping.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import wallethub.mapping.Mapping;
import wallethub.mapping.MappingContext;
import wallethub.mapping.MappingException;
import wallethub.mapping.MappingSet;
import wallethub.mapping.Mappings;

/** Maps the body of an exchange, or passes on what an earlier attempt has mapped. */
class MappingProducer extends DefaultProducer {

    /** What of an exchange a transform may read, and under which name in {@code $ctx}. */
    private static final Map<String, String> CONTEXT = Map.of(
            "HubCorrelationId", "correlationId",
            "HubGateway", "gateway",
            "HubGatewayAccount", "account",
            "HubLane", "lane",
            "HubEventId", "eventId",
            "HubEventType", "eventType");

    /** The mapped bytes: set here on the first attempt, found here on every later one. The lane owns the name. */
    static final String MAPPED_DOCUMENT = "HubMappedDocument";

    /** The exchanges of a batch, each as if it came alone. The lane owns the name. */
    static final String BATCH = "HubBatch";

    private final String name;
    private final Mappings mappings;
    private final MeterRegistry meters;

    MappingProducer(MappingEndpoint endpoint, String name, Mappings mappings, MeterRegistry meters) {
        super(endpoint);
        this.name = name;
        this.mappings = mappings;
        this.meters = meters;
    }

    @Override
    public void process(Exchange exchange) {
        List<?> batch = exchange.getProperty(BATCH, List.class);
        if (batch == null) {
            mapOne(exchange);
        } else {
            mapEach(exchange, batch);
        }
    }

    /** The body becomes the JSON list of what was mapped; when that is nothing the route ends here. */
    private void mapEach(Exchange exchange, List<?> batch) {
        ByteArrayOutputStream documents = new ByteArrayOutputStream();
        documents.write('[');
        for (Object each : batch) {
            Exchange item = (Exchange) each;
            mapItem(item);
            if (item.getException() == null) {
                if (documents.size() > 1) {
                    documents.write(',');
                }
                documents.writeBytes(item.getMessage().getBody(byte[].class));
            }
        }
        exchange.setRouteStop(documents.size() == 1);
        documents.write(']');
        exchange.getMessage().setBody(documents.toByteArray());
        String operation = mapping(exchange.getMessage()).target().batch();
        if (operation != null) {
            exchange.getMessage().setHeader("HubTargetOperation", operation);
        }
    }

    /** One that its mapping refuses stays behind with its refusal, as it would alone, and spoils no other. */
    private void mapItem(Exchange item) {
        try {
            mapOne(item);
        } catch (RuntimeException e) {
            item.setException(e);
        }
    }

    private void mapOne(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] frozen = exchange.getProperty(MAPPED_DOCUMENT, byte[].class);
        Mapping mapping = mapping(message);
        if (frozen != null) {
            passOn(message, mapping, frozen);
            return;
        }
        byte[] document = document(message);
        byte[] mapped = mapped(mapping, document, context(message));
        message.setHeader("HubMapping", mapping.name());
        message.setHeader("HubMappingVersion", mapping.version());
        // A letter that came in at the door has its key already; the document may not carry one.
        mapping.idempotencyKey(document).ifPresent(key -> message.setHeader("HubIdempotencyKey", key));
        targetOperation(message, mapping);
        exchange.setProperty(MAPPED_DOCUMENT, mapped);
        message.setBody(mapped);
    }

    /** The bytes, and the mapping and key that belong to them, are those of the earlier attempt. */
    private static void passOn(Message message, Mapping mapping, byte[] frozen) {
        targetOperation(message, mapping);
        message.setBody(frozen);
    }

    private static void targetOperation(Message message, Mapping mapping) {
        if (mapping.target().operation() != null) {
            message.setHeader("HubTargetOperation", mapping.target().operation());
        }
    }

    private Mapping mapping(Message message) {
        MappingSet set = mappings.active();
        String wanted = name.isEmpty() ? text(message, "HubMapping") : name;
        Optional<Mapping> mapping = wanted == null ? ofDelivery(message, set) : set.find(wanted);
        return mapping.orElseThrow(() -> new MappingException(
                "MAPPING_UNKNOWN", "no mapping " + (wanted == null ? "for the delivery's event and lane" : wanted)));
    }

    private static Optional<Mapping> ofDelivery(Message message, MappingSet set) {
        String event = text(message, "HubEventType");
        String lane = text(message, "HubLane");
        return event == null || lane == null ? Optional.empty() : set.find(event, lane);
    }

    private static byte[] document(Message message) {
        byte[] document = message.getBody(byte[].class);
        if (document == null) {
            throw new MappingException("MALFORMED_JSON", "there is no document");
        }
        return document;
    }

    private MappingContext context(Message message) {
        Map<String, String> values = new HashMap<>();
        CONTEXT.forEach((header, variable) -> {
            String value = text(message, header);
            if (value != null) {
                values.put(variable, value);
            }
        });
        values.put("businessZone", mappings.businessZone().getId());
        return new MappingContext(values);
    }

    private byte[] mapped(Mapping mapping, byte[] document, MappingContext context) {
        Timer.Sample sample = Timer.start(meters);
        String result = "mapped";
        try {
            return mapping.transform(document, context);
        } catch (MappingException e) {
            result = "refused";
            meters.counter("hub.mapping.errors", "mapping", mapping.name(), "code", e.code())
                    .increment();
            throw e;
        } finally {
            String version = String.valueOf(mapping.version());
            sample.stop(meters.timer("hub.mapping", "mapping", mapping.name(), "version", version, "result", result));
        }
    }

    private static @Nullable String text(Message message, String header) {
        String text = message.getHeader(header, String.class);
        return text == null || text.isBlank() ? null : text;
    }
}
