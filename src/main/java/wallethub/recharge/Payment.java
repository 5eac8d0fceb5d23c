package wallethub.recharge;

import wallethub.money.Money;

/**
 * One payment at the gateway, as far as it was credited. Its own row, because a recharge may be paid twice.
 *
 * @param matched it is the one that pays for the recharge
 * @param captured the highest total that was seen
 */
record Payment(String recharge, boolean matched, Money captured, Money credited) {}
