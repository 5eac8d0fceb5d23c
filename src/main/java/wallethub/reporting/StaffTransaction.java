package wallethub.reporting;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;

/**
 * One transaction as staff see it: whose it is, why it is there, and how it stands in the hub's own books.
 *
 * @param account the other side of it
 * @param businessKey what made it happen once, for ever
 */
record StaffTransaction(
        WalletId walletId,
        CustomerId customerId,
        @JsonUnwrapped TransactionView transaction,
        String account,
        String businessKey) {}
