package wallethub.reporting;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import wallethub.id.WalletId;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;
import wallethub.operation.Cursors;
import wallethub.operation.ListQuery;

/**
 * Which movements of all customers are wanted.
 *
 * @param debit true for debits, false for credits, null for both
 * @param from the first moment that counts
 * @param to the first moment that no longer counts
 * @param least of the amount, whichever its direction
 * @param erpState in_flight, confirmed or refused
 */
public record MovementFilter(
        @Nullable TransferKind kind,
        @Nullable Boolean debit,
        @Nullable WalletId wallet,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String currency,
        @Nullable Money least,
        @Nullable Money most,
        @Nullable String erpState) {

    /**
     * A filter as it is asked for.
     *
     * @param direction {@code debit} or {@code credit}
     * @param amountFrom plain decimals of {@code currency}, without which they say nothing
     */
    public record Asked(
            @Nullable String kind,
            @Nullable String direction,
            @Nullable String from,
            @Nullable String to,
            @Nullable String currency,
            @Nullable String amountFrom,
            @Nullable String amountTo,
            @Nullable String erpState) {

        /** In the fixed form that cursors are good for. */
        public ListQuery in(ListQuery query) {
            return query.with("kind", kind)
                    .with("direction", direction)
                    .with("from", from)
                    .with("to", to)
                    .with("currency", currency)
                    .with("amountFrom", amountFrom)
                    .with("amountTo", amountTo)
                    .with("erpState", erpState);
        }
    }

    /**
     * @param wallet null for all wallets
     * @throws wallethub.problem.ProblemException VALIDATION_FAILED for what cannot be
     */
    static MovementFilter of(Asked asked, @Nullable WalletId wallet, ZoneId zone) {
        TransactionFilter times = TransactionFilter.of(asked.kind(), asked.from(), asked.to(), zone);
        return new MovementFilter(
                times.kind(),
                asked.direction() == null
                        ? null
                        : Boolean.valueOf(asked.direction().equals("debit")),
                wallet,
                times.from(),
                times.to(),
                asked.currency(),
                amount("amountFrom", asked.amountFrom(), asked.currency()),
                amount("amountTo", asked.amountTo(), asked.currency()),
                asked.erpState());
    }

    private static @Nullable Money amount(String name, @Nullable String text, @Nullable String currency) {
        if (text == null) {
            return null;
        }
        if (currency == null) {
            throw Cursors.unfit(name, "goes with a currency");
        }
        try {
            return Money.parse(text, Currency.getInstance(currency));
        } catch (IllegalArgumentException e) {
            throw Cursors.unfit(name, "is no amount of that currency");
        }
    }

    /** Whether nothing but the time is asked for: what is looked at is what is found. */
    boolean isOfTimeOnly() {
        return kind == null && debit == null && currency == null && least == null && most == null && erpState == null;
    }
}
