package wallethub.recharge;

/** Asks the gateway now after the recharge of the path's id. */
record ResyncRecharge(String id) {}
