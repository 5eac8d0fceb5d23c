package wallethub.recharge;

import org.jspecify.annotations.Nullable;
import wallethub.id.OrderId;

/**
 * Asks how the caller can recharge.
 *
 * @param forShortfall what is missing, a decimal in the wallet's currency
 * @param forOrder what it is missing for; a recharge with it pays that
 */
record GetRechargeOptions(
        @Nullable String forShortfall, @Nullable OrderId forOrder) {}
