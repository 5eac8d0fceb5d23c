package wallethub.checkout;

/** Asks for one order of the caller. */
record GetOrder(String id) {}
