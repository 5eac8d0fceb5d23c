package wallethub.desk;

import wallethub.id.WalletId;

/** Lets a frozen wallet spend again. */
record UnfreezeWallet(WalletId id, String reason) {}
