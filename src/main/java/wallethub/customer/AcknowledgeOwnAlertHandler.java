package wallethub.customer;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.AlertId;
import wallethub.id.CustomerId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/**
 * Operation {@code acknowledge-own-alert}: the customer has seen it. It stays open until what it is about is over; said again it
 * changes nothing. Another customer's is not there.
 */
@Component
class AcknowledgeOwnAlertHandler implements TransactionHandler<AcknowledgeOwnAlert, Optional<AlertView>> {

    private final AlertStore store;
    private final AuditLog audit;
    private final Clock clock;

    AcknowledgeOwnAlertHandler(AlertStore store, AuditLog audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "acknowledge-own-alert";
    }

    @Override
    public Class<AcknowledgeOwnAlert> command() {
        return AcknowledgeOwnAlert.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.ALERT_VIEW);
    }

    @Override
    public Optional<AlertView> handle(AcknowledgeOwnAlert command, Caller caller) {
        CustomerId customer = caller.customer();
        if (customer == null || !AlertId.isValid(command.id())) {
            return Optional.empty();
        }
        Optional<Alert> found = store.lock(new AlertId(command.id()))
                .filter(alert -> alert.customer().equals(customer));
        return found.map(alert -> alert.seenAt() == null ? seen(alert, caller) : alert)
                .map(AlertView::of);
    }

    private Alert seen(Alert alert, Caller caller) {
        audit.record(AuditEntry.of(caller, "alert.acknowledge", alert.id().text(), null));
        return store.see(alert.id(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    @Override
    public Answer answer(Optional<AlertView> outcome) {
        return outcome.map(Answer::ok).orElseGet(Answer::nothingHere);
    }
}
