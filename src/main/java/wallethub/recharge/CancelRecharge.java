package wallethub.recharge;

/** The customer gives up one recharge, by the id in the path. */
record CancelRecharge(String id) {}
