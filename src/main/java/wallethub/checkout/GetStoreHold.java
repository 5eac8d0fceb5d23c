package wallethub.checkout;

/** Asks for one hold of the store. */
record GetStoreHold(String id) {}
