package wallethub.checkout;

/** The caller pays one of his orders from the wallet. */
record PayOrder(String id) {}
