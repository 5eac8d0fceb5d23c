package wallethub.checkout;

/** Asks for one order of the store. */
record GetStoreOrder(String id) {}
