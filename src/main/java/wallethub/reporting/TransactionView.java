package wallethub.reporting;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import wallethub.id.TransferId;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;

/**
 * A transaction as its customer sees it.
 *
 * @param reference of the document behind it, or its own id
 * @param date when it was booked
 * @param origin where it was born: {@code hub} or {@code erp}
 * @param debit what the wallet lost; absent when it gained
 * @param why in the answer for one transaction only
 */
public record TransactionView(
        TransferId id,
        long number,
        String reference,
        Instant date,
        Instant occurredAt,
        String kind,
        String origin,
        @Nullable Money debit,
        @Nullable Money credit,
        Money balanceAfter,
        Erp erp,
        @Nullable TransactionReason why) {

    /** @param number of the ERP's document, once it has one */
    public record Erp(String state, @Nullable String number) {}

    static TransactionView of(Transaction transaction) {
        return of(transaction, null);
    }

    static TransactionView explained(Transaction transaction, TransactionSource source) {
        return of(transaction, TransactionReason.of(transaction, source));
    }

    private static TransactionView of(Transaction transaction, @Nullable TransactionReason why) {
        Money amount = transaction.amount();
        Transaction.RechargeCredit credit = transaction.credit();
        return new TransactionView(
                transaction.id(),
                transaction.number(),
                credit == null ? transaction.id().text() : credit.reference(),
                transaction.recordedAt(),
                transaction.occurredAt(),
                transaction.kind().name().toLowerCase(Locale.ROOT),
                transaction.kind() == TransferKind.ERP_ENTRY ? "erp" : "hub",
                amount.isNegative() ? amount.negated() : null,
                amount.isNegative() ? null : amount,
                transaction.balanceAfter(),
                new Erp(transaction.postingState(), transaction.erpNumber()),
                why);
    }
}
