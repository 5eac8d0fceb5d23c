package wallethub.customer;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.event.AlertCleared;
import wallethub.event.AlertRaised;
import wallethub.event.BusinessEvent;
import wallethub.id.EventId;
import wallethub.lane.EventPublisher;

/** Writes alerts down and publishes what really changed, each change once. */
@Component
class AlertBook {

    private static final Logger log = LoggerFactory.getLogger(AlertBook.class);

    private final AlertStore store;
    private final EventPublisher events;
    private final Clock clock;

    AlertBook(AlertStore store, EventPublisher events, Clock clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    void raise(Alert alert) {
        write(List.of(alert), List.of());
    }

    void clear(Collection<AlertStore.Subject> subjects) {
        write(List.of(), subjects);
    }

    /** What is over first, so that a wallet's events tell what happened to it in order. */
    void write(List<Alert> raise, Collection<AlertStore.Subject> clear) {
        Instant now = now();
        List<Alert> cleared = clear.isEmpty() ? List.of() : store.clear(clear, now);
        List<Alert> raised = raise.stream().filter(store::raise).toList();
        cleared.forEach(alert -> report(alert, "alert cleared"));
        raised.forEach(alert -> report(alert, "alert raised"));
        events.publish(Stream.<BusinessEvent>concat(
                        cleared.stream().map(alert -> over(alert, now)),
                        raised.stream().map(AlertBook::raised))
                .toList());
    }

    private static void report(Alert alert, String what) {
        log.atInfo()
                .addKeyValue("alertId", alert.id())
                .addKeyValue("walletId", alert.wallet())
                .addKeyValue("kind", alert.kind().wire())
                .log(what);
    }

    private static AlertRaised raised(Alert alert) {
        return new AlertRaised(
                EventId.next(),
                alert.wallet(),
                alert.customer(),
                alert.id(),
                alert.kind().wire(),
                alert.amount(),
                alert.threshold(),
                alert.reference(),
                alert.raisedAt());
    }

    private static AlertCleared over(Alert alert, Instant now) {
        return new AlertCleared(
                EventId.next(),
                alert.wallet(),
                alert.customer(),
                alert.id(),
                alert.kind().wire(),
                now);
    }

    /** To the microsecond, as the database keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
