package wallethub.customer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.AlertId;
import wallethub.id.CustomerId;
import wallethub.id.StaffId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * Something about a wallet that somebody should know, from when it became so until it is over.
 *
 * @param amount see {@link AlertKind}; of a debt negative
 * @param threshold what a low balance fell below; null for other kinds
 * @param reference the document that it is about; null when it is about the wallet itself
 * @param clearedAt null while it is so
 * @param seenAt when the customer acknowledged it
 * @param acknowledgedAt when somebody on the staff did, and who
 */
record Alert(
        AlertId id,
        AlertKind kind,
        WalletId wallet,
        CustomerId customer,
        Money amount,
        @Nullable Money threshold,
        @Nullable String reference,
        Instant raisedAt,
        @Nullable Instant clearedAt,
        @Nullable Instant seenAt,
        @Nullable Instant acknowledgedAt,
        @Nullable StaffId acknowledgedBy) {

    /** One that is raised now. */
    static Alert raised(
            AlertKind kind,
            WalletId wallet,
            CustomerId customer,
            Money amount,
            @Nullable Money threshold,
            @Nullable String reference,
            Instant at) {
        return new Alert(
                AlertId.next(), kind, wallet, customer, amount, threshold, reference, at, null, null, null, null);
    }

    boolean isOpen() {
        return clearedAt == null;
    }

    /** What its sentence names. */
    Money told() {
        if (threshold != null) {
            return threshold;
        }
        return kind == AlertKind.DEBT ? amount.negated() : amount;
    }
}
