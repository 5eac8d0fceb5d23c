package wallethub.checkout;

import org.jspecify.annotations.Nullable;
import wallethub.money.Money;

/**
 * A store takes some or all of what a wallet keeps for it.
 *
 * @param reference the store's own, unique for ever within the hold
 * @param keepRest whether what is left stays held for a later capture; without it the rest is given back
 */
record CaptureHold(
        String id, String reference, Money amount, @Nullable Boolean keepRest) {

    boolean keepsRest() {
        return Boolean.TRUE.equals(keepRest);
    }
}
