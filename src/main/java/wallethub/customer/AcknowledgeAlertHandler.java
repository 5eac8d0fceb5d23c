package wallethub.customer;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.AlertId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/**
 * Operation {@code acknowledge-alert}: somebody looks after it; the first one stays written. It stays open until what it
 * is about is over.
 */
@Component
class AcknowledgeAlertHandler implements TransactionHandler<AcknowledgeAlert, Optional<StaffAlert>> {

    private final AlertStore store;
    private final AuditLog audit;
    private final Clock clock;

    AcknowledgeAlertHandler(AlertStore store, AuditLog audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "acknowledge-alert";
    }

    @Override
    public Class<AcknowledgeAlert> command() {
        return AcknowledgeAlert.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.ALERT_ACKNOWLEDGE);
    }

    @Override
    public Optional<StaffAlert> handle(AcknowledgeAlert command, Caller caller) {
        if (!AlertId.isValid(command.id())) {
            return Optional.empty();
        }
        return store.lock(new AlertId(command.id()))
                .map(alert -> alert.acknowledgedAt() == null ? acknowledged(alert, caller) : alert)
                .map(StaffAlert::of);
    }

    private Alert acknowledged(Alert alert, Caller caller) {
        audit.record(AuditEntry.of(caller, "alert.acknowledge", alert.id().text(), null));
        return store.acknowledge(alert.id(), caller.staff(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    @Override
    public Answer answer(Optional<StaffAlert> outcome) {
        return outcome.map(Answer::ok).orElseGet(Answer::nothingHere);
    }
}
