package wallethub.desk;

import wallethub.id.WalletId;

/** Asks for any customer's wallet. */
record GetWalletAsStaff(WalletId id) {}
