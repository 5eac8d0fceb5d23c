package wallethub.checkout;

import wallethub.money.Money;

/**
 * The customer's bank took the price of an order and never handed it on; the store puts it into the wallet.
 *
 * @param amount at most the order's
 * @param bankReference the bank's of the payment that failed
 */
record RescueOrder(String id, Money amount, String bankReference, String reason) {}
