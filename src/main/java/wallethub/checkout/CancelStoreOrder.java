package wallethub.checkout;

/** The store gives up one of its orders. */
record CancelStoreOrder(String id) {}
