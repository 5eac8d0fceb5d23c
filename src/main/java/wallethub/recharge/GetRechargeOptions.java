package wallethub.recharge;

import org.jspecify.annotations.Nullable;

/**
 * Asks how the caller can recharge.
 *
 * @param forShortfall what is missing, a decimal in the wallet's currency
 */
record GetRechargeOptions(@Nullable String forShortfall) {}
