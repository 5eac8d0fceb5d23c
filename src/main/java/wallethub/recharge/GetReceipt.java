package wallethub.recharge;

/** One receipt of the caller, by the id in the path. */
record GetReceipt(String id) {}
