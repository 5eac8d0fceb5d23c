package wallethub.checkout;

/** Gives back what wallets held too long. */
record ExpireHolds() {}
