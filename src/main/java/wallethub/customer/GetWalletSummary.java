package wallethub.customer;

/** Asks for the summary of the caller's own wallet. */
record GetWalletSummary() {}
