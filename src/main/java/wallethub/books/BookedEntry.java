package wallethub.books;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.TransferId;
import wallethub.money.Money;

/**
 * A line of the ERP as it was first read.
 *
 * @param transfer the one of ours that it books, or that was made of it; null where there is none
 */
record BookedEntry(
        String reference,
        String customer,
        Money amount,
        Instant changedAt,
        @Nullable TransferId transfer) {

    /** Who, how much and whose reference; numbers and dates may change without moving money. */
    boolean saysTheSame(ImportErpEntry told) {
        return reference.equals(told.reference()) && customer.equals(told.customer()) && amount.equals(told.amount());
    }
}
