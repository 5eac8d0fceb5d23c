package wallethub.reporting;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;

/** A transaction as staff see it in the list of all customers: whose it is too. */
public record Movement(
        WalletId walletId,
        CustomerId customerId,
        @JsonUnwrapped TransactionView transaction) {}
