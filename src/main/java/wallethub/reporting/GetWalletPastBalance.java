package wallethub.reporting;

import wallethub.id.WalletId;

/** What any customer's wallet had at a moment that is over. */
record GetWalletPastBalance(WalletId id, String at) {}
