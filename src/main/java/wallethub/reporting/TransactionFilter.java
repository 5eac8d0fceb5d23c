package wallethub.reporting;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import wallethub.ledger.TransferKind;
import wallethub.operation.Cursors;

/**
 * Which transactions are wanted.
 *
 * @param from the first moment that counts
 * @param to the first moment that no longer counts
 */
record TransactionFilter(
        @Nullable TransferKind kind,
        @Nullable Instant from,
        @Nullable Instant to) {

    /**
     * @param zone where a plain date begins: the business's own
     * @throws wallethub.problem.ProblemException VALIDATION_FAILED for a date that does not exist, or a time that ends
     *     before it begins
     */
    static TransactionFilter of(@Nullable String kind, @Nullable String from, @Nullable String to, ZoneId zone) {
        Instant begin = moment("from", from, zone);
        Instant end = moment("to", to, zone);
        if (begin != null && end != null && end.isBefore(begin)) {
            throw Cursors.unfit("to", "is before from");
        }
        return new TransactionFilter(
                kind == null ? null : TransferKind.valueOf(kind.toUpperCase(Locale.ROOT)), begin, end);
    }

    static @Nullable Instant moment(String name, @Nullable String text, ZoneId zone) {
        if (text == null) {
            return null;
        }
        try {
            return text.length() == "2026-01-31".length()
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Cursors.unfit(name, "is no date and no time of RFC 3339");
        }
    }

    boolean isNone() {
        return kind == null && from == null && to == null;
    }
}
