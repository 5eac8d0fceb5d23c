package wallethub.checkout;

/** A store lets go what a wallet keeps for it. */
record ReleaseHold(String id) {}
