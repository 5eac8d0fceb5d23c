package wallethub.lane.camel;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import wallethub.lane.Assignment;
import wallethub.lane.Delivery;
import wallethub.lane.HubHeaders;
import wallethub.mapping.Mapping;

/** How a delivery looks to the steps of its route: headers, body bytes, and what every log line carries. */
final class Deliveries {

    static final String MDC_CORRELATION_ID = "correlationId";
    static final String MDC_TRACE_ID = "traceId";

    private Deliveries() {}

    static void fill(Exchange exchange, Assignment assignment) {
        Delivery delivery = assignment.delivery();
        Mapping mapping = assignment.mapping();
        Delivery.Frozen frozen = delivery.frozen();
        Message message = exchange.getMessage();
        delivery.headers().forEach(message::setHeader);
        message.setBody(delivery.body());
        message.setHeader(HubHeaders.LANE, delivery.lane());
        message.setHeader(HubHeaders.DELIVERY_ID, delivery.id());
        message.setHeader(HubHeaders.EVENT_TYPE, delivery.kind());
        message.setHeader(HubHeaders.EVENT_ID, eventId(delivery));
        message.setHeader(HubHeaders.KEY, delivery.key());
        message.setHeader(HubHeaders.ATTEMPT, delivery.attempts() + 1);
        message.setHeader(HubHeaders.MAPPING, mapping.name());
        message.setHeader(HubHeaders.MAPPING_VERSION, frozen == null ? mapping.version() : frozen.version());
        message.setHeader(HubHeaders.IDEMPOTENCY_KEY, assignment.idempotencyKey());
        message.setHeader(HubHeaders.CORRELATION_ID, delivery.correlationId());
        String operation = mapping.target().operation();
        if (operation != null) {
            message.setHeader(HubHeaders.TARGET_OPERATION, operation);
        }
        if (delivery.traceparent() != null) {
            message.setHeader(HubHeaders.TRACEPARENT, delivery.traceparent());
        }
        if (frozen != null) {
            exchange.setProperty(HubHeaders.MAPPED_DOCUMENT, frozen.document());
        }
    }

    /** A batch: what its deliveries have in common as headers, each of them as an exchange of its own. */
    static void fill(Exchange exchange, List<Assignment> assignments, List<Exchange> items) {
        Assignment first = assignments.getFirst();
        Mapping mapping = first.mapping();
        Message message = exchange.getMessage();
        message.setBody(assignments.stream().map(each -> each.delivery().body()).toList());
        message.setHeader(HubHeaders.LANE, first.delivery().lane());
        message.setHeader(HubHeaders.MAPPING, mapping.name());
        message.setHeader(HubHeaders.MAPPING_VERSION, mapping.version());
        message.setHeader(HubHeaders.TARGET_OPERATION, mapping.target().batch());
        exchange.setProperty(HubHeaders.BATCH, List.copyOf(items));
    }

    /**
     * Puts the delivery's ids on every log line until {@link #end}; answers what was there before. No line may name one of them
     * itself: a JSON line with a name twice is not written at all.
     */
    static @Nullable Map<String, String> begin(Delivery delivery) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.put(MDC_CORRELATION_ID, delivery.correlationId());
        MDC.put("deliveryId", Long.toString(delivery.id()));
        String traceparent = delivery.traceparent();
        if (traceparent != null) {
            MDC.put(HubHeaders.TRACEPARENT, traceparent);
            String[] parts = traceparent.split("-", -1);
            MDC.put(MDC_TRACE_ID, parts.length > 1 ? parts[1] : traceparent);
        }
        return before;
    }

    static void end(@Nullable Map<String, String> before) {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }

    private static String eventId(Delivery delivery) {
        int slash = delivery.idem().indexOf('/');
        return delivery.isLetter() || slash < 0
                ? delivery.idem()
                : delivery.idem().substring(0, slash);
    }
}
