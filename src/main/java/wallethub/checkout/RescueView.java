package wallethub.checkout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.TransferId;
import wallethub.money.Money;

/**
 * A rescue as the store sees it.
 *
 * @param status {@code credited}, or that it was taken back
 */
record RescueView(
        Money amount,
        String bankReference,
        String reason,
        String status,
        TransferId transferId,
        @Nullable TransferId reversalTransferId,
        Instant createdAt,
        @Nullable Instant reversedAt) {

    static RescueView of(Rescue rescue) {
        return new RescueView(
                rescue.amount(),
                rescue.bankReference(),
                rescue.reason(),
                rescue.reversal() == null ? "credited" : "reversed",
                rescue.transfer(),
                rescue.reversal(),
                rescue.madeAt(),
                rescue.reversedAt());
    }
}
