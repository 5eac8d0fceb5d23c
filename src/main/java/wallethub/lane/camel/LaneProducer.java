package wallethub.lane.camel;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wallethub.crash.CrashPoint;
import wallethub.lane.Door;
import wallethub.lane.Door.Acceptance;
import wallethub.lane.HubHeaders;
import wallethub.lane.LaneFullException;
import wallethub.lane.LaneSettings;
import wallethub.lane.Letter;

/**
 * Stores the message as a letter. Needs the headers {@code HubKey}, {@code HubIdempotencyKey} and {@code HubMapping}, which
 * only a verified edge sets. Durable when the step ends; a duplicate is acknowledged like the first.
 *
 * <p>The answer is an empty 200 with the exchange property {@code HubAcceptance}: {@code STORED} or {@code DUPLICATE}.
 */
class LaneProducer extends DefaultProducer {

    private static final Logger log = LoggerFactory.getLogger(LaneProducer.class);
    static final String ACCEPTANCE = "HubAcceptance";

    /** Facts of a letter that have columns of their own, or that a delivery sets anew. */
    private static final Set<String> NOT_STORED = Stream.of(
                    HubHeaders.LANE,
                    HubHeaders.DELIVERY_ID,
                    HubHeaders.EVENT_ID,
                    HubHeaders.EVENT_TYPE,
                    HubHeaders.KEY,
                    HubHeaders.ATTEMPT,
                    HubHeaders.MAPPING,
                    HubHeaders.MAPPING_VERSION,
                    HubHeaders.IDEMPOTENCY_KEY,
                    HubHeaders.CORRELATION_ID,
                    HubHeaders.OUTCOME,
                    HubHeaders.OUTCOME_CODE,
                    HubHeaders.OUTCOME_MESSAGE,
                    HubHeaders.RETRY_AFTER,
                    HubHeaders.FOREIGN_ID,
                    HubHeaders.FOREIGN_NUMBER)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private static final int HEADER_LENGTH_MAX = 2048;

    private final String lane;
    private final Door door;
    private final Set<String> storedHeaders;

    LaneProducer(LaneEndpoint endpoint, Door door, LaneSettings settings) {
        super(endpoint);
        lane = endpoint.lane();
        this.door = door;
        storedHeaders = settings.letterHeaders().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void process(Exchange exchange) {
        Letter letter = letter(exchange.getMessage());
        Acceptance acceptance = TransactionSynchronizationManager.isActualTransactionActive()
                ? door.acceptInTransaction(letter)
                : door.accept(letter);
        if (acceptance == Acceptance.DISABLED) {
            // Its sender keeps it, and comes again.
            throw new LaneFullException(lane);
        }
        CrashPoint.AFTER_INSERT.reached();
        log.atInfo()
                .addKeyValue("lane", lane)
                .addKeyValue("mapping", letter.mapping())
                .addKeyValue("acceptance", acceptance)
                .log("letter accepted");
        exchange.setProperty(ACCEPTANCE, acceptance.name());
        exchange.getMessage().setBody(null);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
    }

    private Letter letter(Message message) {
        byte[] body = message.getBody(byte[].class);
        return new Letter(
                lane,
                needed(message, HubHeaders.KEY),
                needed(message, HubHeaders.IDEMPOTENCY_KEY),
                needed(message, HubHeaders.MAPPING),
                body == null ? new byte[0] : body,
                headers(message),
                correlationId(message),
                message.getHeader(HubHeaders.TRACEPARENT, String.class));
    }

    private String needed(Message message, String header) {
        String value = message.getHeader(header, String.class);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("lane:" + lane + " needs the header " + header);
        }
        return value;
    }

    private static String correlationId(Message message) {
        String given = message.getHeader(HubHeaders.CORRELATION_ID, String.class);
        @Nullable String running = given == null ? MDC.get(Deliveries.MDC_CORRELATION_ID) : given;
        return running == null ? message.getExchange().getExchangeId() : running;
    }

    private Map<String, String> headers(Message message) {
        Map<String, String> kept = new HashMap<>();
        message.getHeaders().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean ours = lower.startsWith("hub") && !NOT_STORED.contains(lower);
            if ((ours || storedHeaders.contains(lower)) && value != null) {
                String text = value.toString();
                kept.put(name, text.length() <= HEADER_LENGTH_MAX ? text : text.substring(0, HEADER_LENGTH_MAX));
            }
        });
        return kept;
    }
}
