package wallethub.correction;

import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.money.Money;

/**
 * Somebody asks that a customer's wallet is put right.
 *
 * @param intoDebt whether it may put the wallet into debt; no unless it says so
 */
record RequestAdjustment(
        CustomerId customerId, Money amount, @Nullable Boolean intoDebt, String reason) {}
