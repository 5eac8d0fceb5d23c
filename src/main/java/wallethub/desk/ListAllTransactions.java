package wallethub.desk;

import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.reporting.MovementFilter;

/** A page of the transactions of all customers, or of one. */
record ListAllTransactions(
        int size,
        @Nullable String cursor,
        @Nullable String kind,
        @Nullable String direction,
        @Nullable WalletId walletId,
        @Nullable CustomerId customerId,
        @Nullable String from,
        @Nullable String to,
        @Nullable String currency,
        @Nullable String amountFrom,
        @Nullable String amountTo,
        @Nullable String erpState) {

    MovementFilter.Asked filter() {
        return new MovementFilter.Asked(kind, direction, from, to, currency, amountFrom, amountTo, erpState);
    }
}
