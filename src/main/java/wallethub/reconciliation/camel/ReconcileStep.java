package wallethub.reconciliation.camel;

import java.time.Instant;
import java.util.Date;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;
import wallethub.reconciliation.Reconciler;

/**
 * The step {@code process: {ref: reconcile-books}}: compares hub and ERP, once for each time that the schedule fires,
 * however many instances it fires on.
 */
@Component("reconcile-books")
class ReconcileStep implements Processor {

    private final Reconciler reconciler;

    ReconcileStep(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    @Override
    public void process(Exchange exchange) {
        Date due = exchange.getMessage().getHeader("scheduledFireTime", Date.class);
        Instant at = due == null ? Instant.ofEpochMilli(exchange.getClock().getCreated()) : due.toInstant();
        reconciler.runNow("schedule:" + at);
    }
}
