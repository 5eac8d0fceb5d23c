package wallethub.desk;

import org.jspecify.annotations.Nullable;
import wallethub.id.WalletId;
import wallethub.reporting.ListTransactions;

/** A page of any wallet's transactions, as its customer asks for them. */
record ListWalletTransactions(
        WalletId id,
        long page,
        int size,
        @Nullable Long asOf,
        @Nullable String cursor,
        @Nullable String kind,
        @Nullable String from,
        @Nullable String to) {

    ListTransactions asCustomer() {
        return new ListTransactions(page, size, asOf, cursor, kind, from, to);
    }
}
