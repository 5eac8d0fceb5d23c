package wallethub.customer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.AlertId;
import wallethub.money.Money;
import wallethub.operation.LocalText;

/**
 * An alert as its customer sees it.
 *
 * @param kind stable; the text is not
 * @param acknowledgedAt when the customer acknowledged it
 */
record AlertView(
        AlertId id,
        String kind,
        LocalText text,
        Money amount,
        @Nullable Money threshold,
        @Nullable String reference,
        Instant raisedAt,
        @Nullable Instant clearedAt,
        @Nullable Instant acknowledgedAt) {

    static AlertView of(Alert alert) {
        return new AlertView(
                alert.id(),
                alert.kind().wire(),
                alert.kind().text(alert.told()),
                alert.amount(),
                alert.threshold(),
                alert.reference(),
                alert.raisedAt(),
                alert.clearedAt(),
                alert.seenAt());
    }
}
