package wallethub.checkout;

import wallethub.money.Money;

/**
 * A store gives back what was paid for one of its orders.
 *
 * @param reference the store's own of the return, unique for ever within the order
 * @param amount some or all of what is left of the payment
 */
record RefundOrder(String id, String reference, Money amount, String reason) {}
