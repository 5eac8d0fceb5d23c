package wallethub.customer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.AlertId;
import wallethub.id.CustomerId;
import wallethub.id.StaffId;
import wallethub.id.WalletId;
import wallethub.money.Money;
import wallethub.operation.LocalText;

/**
 * An alert as staff see it: whose it is too, and who has seen it.
 *
 * @param seenByCustomerAt when the customer acknowledged it
 * @param acknowledgedAt when somebody on the staff did
 */
record StaffAlert(
        AlertId id,
        WalletId walletId,
        CustomerId customerId,
        String kind,
        LocalText text,
        Money amount,
        @Nullable Money threshold,
        @Nullable String reference,
        Instant raisedAt,
        @Nullable Instant clearedAt,
        @Nullable Instant seenByCustomerAt,
        @Nullable Instant acknowledgedAt,
        @Nullable StaffId acknowledgedBy) {

    static StaffAlert of(Alert alert) {
        return new StaffAlert(
                alert.id(),
                alert.wallet(),
                alert.customer(),
                alert.kind().wire(),
                alert.kind().text(alert.told()),
                alert.amount(),
                alert.threshold(),
                alert.reference(),
                alert.raisedAt(),
                alert.clearedAt(),
                alert.seenAt(),
                alert.acknowledgedAt(),
                alert.acknowledgedBy());
    }
}
