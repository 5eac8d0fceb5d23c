package wallethub.checkout;

/** Ends the orders that nobody paid in time. */
record ExpireOrders() {}
