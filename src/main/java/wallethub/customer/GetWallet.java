package wallethub.customer;

/** Asks for the caller's own wallet. */
record GetWallet() {}
