package wallethub.checkout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.HoldId;
import wallethub.id.TransferId;
import wallethub.money.Money;

/**
 * What a store took of a hold.
 *
 * @param reference the store's own, unique for ever within the hold
 * @param keepsRest whether what was left stayed held
 * @param reversal what gave it back, because the ERP refused it
 */
record HoldCapture(
        HoldId hold,
        String reference,
        Money amount,
        boolean keepsRest,
        TransferId transfer,
        @Nullable TransferId reversal,
        Instant madeAt) {}
