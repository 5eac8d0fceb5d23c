package wallethub.checkout;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import wallethub.id.HoldId;
import wallethub.id.TransferId;
import wallethub.ledger.HoldStanding;
import wallethub.money.Money;

/**
 * A hold as its store sees it.
 *
 * @param customer who the customer is to the store
 * @param held what it holds still
 * @param captured what was taken of it; of that the ERP may have refused some
 * @param status {@code open}, {@code captured}, {@code released} or {@code expired}
 * @param captures the latest first
 */
record HoldView(
        HoldId id,
        String reference,
        String customer,
        Money amount,
        Money held,
        Money captured,
        String status,
        List<Captured> captures,
        Instant createdAt,
        Instant expiresAt) {

    HoldView {
        captures = List.copyOf(captures);
    }

    /** @param reversalTransferId what gave it back, because the ERP refused it */
    record Captured(
            String reference,
            Money amount,
            TransferId transferId,
            @Nullable TransferId reversalTransferId,
            Instant createdAt) {

        static Captured of(HoldCapture capture) {
            return new Captured(
                    capture.reference(), capture.amount(), capture.transfer(), capture.reversal(), capture.madeAt());
        }
    }

    static HoldView of(StoreHold hold, HoldStanding standing, List<HoldCapture> captures, Instant now) {
        return new HoldView(
                hold.id(),
                hold.reference(),
                hold.storeCustomer(),
                hold.amount(),
                standing.open(),
                standing.captured(),
                standing.stateAt(now).name().toLowerCase(Locale.ROOT),
                captures.stream().map(Captured::of).toList(),
                hold.madeAt(),
                hold.expiresAt());
    }
}
