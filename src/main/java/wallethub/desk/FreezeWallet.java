package wallethub.desk;

import wallethub.id.WalletId;

/** Stops a wallet's spending. */
record FreezeWallet(WalletId id, String reason) {}
