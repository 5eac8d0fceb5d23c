package wallethub.recharge;

import wallethub.money.Money;

/**
 * A customer's request for a hosted checkout.
 *
 * @param method how to pay; {@code card} for now
 * @param returnUrl where the customer's browser goes afterwards
 */
record CreateRecharge(Money amount, String method, String returnUrl) {}
