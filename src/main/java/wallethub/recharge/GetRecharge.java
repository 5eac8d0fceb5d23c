package wallethub.recharge;

/** One recharge of the caller, by the id in the path. */
record GetRecharge(String id) {}
