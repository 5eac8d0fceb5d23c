package wallethub.lane;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wallethub.crash.CrashPoint;
import wallethub.event.BusinessEvent;
import wallethub.event.EventJson;
import wallethub.lane.LaneStore.NewEvent;
import wallethub.mapping.Mapping;
import wallethub.mapping.MappingSet;

/**
 * Publishes business events inside the caller's transaction: one stored event per ordering key, one delivery per
 * subscriber, nothing at all when the transaction rolls back.
 *
 * <p>Lock order: wallets first, by id; then this, which takes the lane keys.
 */
@Component
public class EventPublisher {

    private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);

    /** Who gets one stored event: the bits of its targets, and their names for the wake-up. */
    private static final class Subscribers {
        private int bits;
        private boolean secret;
        private final Map<String, String> headers = new LinkedHashMap<>();
    }

    private final LaneStore store;
    private final Targets targets;
    private final Supplier<MappingSet> mappings;
    private final WakeUps wakeUps;
    private final LaneSecrets secrets;

    EventPublisher(
            LaneStore store, Targets targets, Supplier<MappingSet> mappings, WakeUps wakeUps, LaneSecrets secrets) {
        this.store = store;
        this.targets = targets;
        this.mappings = mappings;
        this.wakeUps = wakeUps;
        this.secrets = secrets;
    }

    /** An event with whom it came from, for a transaction that works for several. */
    public record Originated(BusinessEvent event, Origin origin) {}

    /** @throws IllegalStateException when no transaction is running */
    public void publish(List<? extends BusinessEvent> events) {
        Origin origin = Origin.current();
        publishOriginated(
                events.stream().map(event -> new Originated(event, origin)).toList());
    }

    /**
     * Each in the name of its own origin; stored in the order given.
     *
     * @throws IllegalStateException when no transaction is running
     */
    public void publishOriginated(List<Originated> events) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("events are published inside the transaction that makes them true");
        }
        Set<String> lanes = new LinkedHashSet<>();
        List<NewEvent> rows = new ArrayList<>();
        for (Originated each : events) {
            rows.addAll(rowsOf(each.event(), each.origin(), lanes));
        }
        if (!rows.isEmpty()) {
            store.enqueue(rows);
            wakeAfterCommit(lanes);
        }
    }

    void wakeAfterCommit(Set<String> lanes) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                CrashPoint.BEFORE_WAKE_UP.reached();
                wakeUps.signal(lanes);
            }
        });
    }

    private List<NewEvent> rowsOf(BusinessEvent event, Origin origin, Set<String> lanes) {
        List<Mapping> subscribers = mappings.get().subscribers(event.type()).stream()
                .filter(mapping ->
                        mapping.enabled() && targets.isEnabled(mapping.target().lane()))
                .toList();
        if (subscribers.isEmpty()) {
            return List.of();
        }
        byte[] body = EventJson.bytes(event);
        JsonNode document = Documents.parse(body).orElseThrow();
        Map<String, Map<String, Subscribers>> groups = new LinkedHashMap<>();
        for (Mapping mapping : subscribers) {
            lanes.add(mapping.target().lane());
            subscribe(event, mapping, document, groups);
        }
        return rows(event, origin, body, groups);
    }

    /** Groups by ordering key; within it apart are those that need a row of their own. */
    private void subscribe(
            BusinessEvent event, Mapping mapping, JsonNode document, Map<String, Map<String, Subscribers>> groups) {
        String lane = mapping.target().lane();
        Optional<String> own = orderingKey(mapping, document);
        String key = own.orElseGet(() -> event.walletId().text());
        String suffix = own.isEmpty() || mapping.secret() ? "/" + lane : "";
        Subscribers group =
                groups.computeIfAbsent(key, k -> new LinkedHashMap<>()).computeIfAbsent(suffix, s -> new Subscribers());
        group.bits |= targets.named(lane).bit();
        group.secret |= mapping.secret();
        if (own.isEmpty()) {
            group.headers.put(Delivery.UNKEYED, mapping.name());
            log.atError()
                    .addKeyValue("eventId", event.eventId())
                    .addKeyValue("mapping", mapping.name())
                    .addKeyValue("code", Verdicts.KEY_NOT_EVALUATED)
                    .log("ordering key cannot be evaluated; the delivery is parked under its wallet");
        }
    }

    /** A mapping file's mistake must not block a credit. */
    private static Optional<String> orderingKey(Mapping mapping, JsonNode document) {
        try {
            return mapping.orderingKey(document).filter(Letter::isKey);
        } catch (RuntimeException e) {
            log.atError().addKeyValue("mapping", mapping.name()).setCause(e).log("ordering key failed");
            return Optional.empty();
        }
    }

    private List<NewEvent> rows(
            BusinessEvent event, Origin origin, byte[] body, Map<String, Map<String, Subscribers>> groups) {
        String eventId = event.eventId().text();
        List<NewEvent> rows = new ArrayList<>();
        groups.forEach((key, bySuffix) -> bySuffix.forEach((suffix, group) -> {
            String idem = (groups.size() == 1 ? eventId : eventId + "/" + key) + suffix;
            rows.add(row(event, origin, key, idem, body, group));
        }));
        return rows;
    }

    private NewEvent row(BusinessEvent event, Origin origin, String key, String idem, byte[] body, Subscribers group) {
        String correlationId = origin.correlationId();
        return new NewEvent(
                key,
                event.type(),
                group.bits,
                idem,
                null,
                group.secret ? secrets.seal(idem, body) : body,
                Documents.headersJson(group.headers),
                correlationId == null ? event.eventId().text() : correlationId,
                origin.traceparent(),
                group.secret ? secrets.kid() : null);
    }
}
