package wallethub.invoice;

import org.jspecify.annotations.Nullable;
import wallethub.id.WalletId;

/**
 * Money came into a wallet, or an invoice of its customer changed: what is due is deducted, and what is due back is
 * given back.
 *
 * @param recharge what came in; null when it was something else
 */
record DeductInvoices(WalletId walletId, @Nullable InvoicedRecharge recharge) {}
