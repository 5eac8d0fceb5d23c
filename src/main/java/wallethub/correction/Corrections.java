package wallethub.correction;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.event.BusinessEvent;
import wallethub.event.WalletAdjusted;
import wallethub.event.WalletRefunded;
import wallethub.id.EventId;
import wallethub.lane.EventPublisher;
import wallethub.ledger.TransferKind;

/** Writes down what was moved by hand, and tells the ERP and whoever listens, in the transaction that moved it. */
@Component
class Corrections {

    private static final Logger log = LoggerFactory.getLogger(Corrections.class);

    private final CorrectionStore store;
    private final EventPublisher events;
    private final Clock clock;

    Corrections(CorrectionStore store, EventPublisher events, Clock clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /** All of them are in the ledger already. */
    void made(List<Correction> corrections) {
        Instant now = now();
        corrections.forEach(correction -> store.insert(correction, now));
        events.publish(corrections.stream().map(Corrections::event).toList());
        corrections.forEach(correction -> log.atInfo()
                .addKeyValue("walletId", correction.transfer().wallet())
                .addKeyValue("transferId", correction.transfer().id())
                .addKeyValue("approvalId", correction.approval())
                .addKeyValue("kind", correction.transfer().kind())
                .log("wallet corrected by hand"));
    }

    private static BusinessEvent event(Correction made) {
        return made.transfer().kind() == TransferKind.REFUND ? refunded(made) : adjusted(made);
    }

    private static BusinessEvent refunded(Correction made) {
        return new WalletRefunded(
                EventId.next(),
                made.transfer().wallet(),
                made.customer().id(),
                made.customer().externalId(),
                made.approval().text(),
                made.transfer().id(),
                made.refunded(),
                "refund",
                made.transfer().amount(),
                made.posted().balanceAfter(),
                made.posted().entryNumber(),
                made.transfer().occurredAt());
    }

    private static BusinessEvent adjusted(Correction made) {
        return new WalletAdjusted(
                EventId.next(),
                made.transfer().wallet(),
                made.customer().id(),
                made.customer().externalId(),
                made.approval().text(),
                made.transfer().id(),
                made.other(),
                made.other() == null ? "adjustment" : "merge",
                made.transfer().amount(),
                made.posted().balanceAfter(),
                made.posted().entryNumber(),
                made.transfer().occurredAt());
    }

    /** To the microsecond, as the database keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
