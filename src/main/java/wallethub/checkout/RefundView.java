package wallethub.checkout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.TransferId;
import wallethub.money.Money;

/**
 * A refund as the store sees it.
 *
 * @param status {@code waiting}, {@code done} or {@code dropped}
 */
record RefundView(
        String reference,
        Money amount,
        String reason,
        String status,
        @Nullable TransferId transferId,
        Instant createdAt) {

    static RefundView of(Refund refund) {
        return new RefundView(
                refund.reference(),
                refund.amount(),
                refund.reason(),
                refund.state().wire(),
                refund.transfer(),
                refund.madeAt());
    }
}
