package wallethub.reporting;

import org.jspecify.annotations.Nullable;
import wallethub.id.WalletId;

/**
 * What any customer's wallet had at a moment that is over.
 *
 * @param at now when it is absent
 */
record GetWalletPastBalance(WalletId id, @Nullable String at) {}
