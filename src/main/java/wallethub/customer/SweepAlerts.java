package wallethub.customer;

/** Brings the alerts of wallets that do not move to the thresholds in force. */
record SweepAlerts() {}
