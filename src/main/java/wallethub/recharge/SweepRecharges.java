package wallethub.recharge;

/** Asks after the recharges whose callbacks may be lost. */
record SweepRecharges() {}
