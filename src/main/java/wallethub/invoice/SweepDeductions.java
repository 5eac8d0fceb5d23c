package wallethub.invoice;

/**
 * Looks for wallets that could pay an invoice although nothing tells of it: the setting is new, a hold is over, a
 * wallet is thawed.
 */
record SweepDeductions() {}
