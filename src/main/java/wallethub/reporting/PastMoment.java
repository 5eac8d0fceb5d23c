package wallethub.reporting;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import wallethub.operation.Cursors;

/**
 * A moment that is over, as somebody asks for it.
 *
 * @param behind the first moment that no longer counts; times are kept to the microsecond
 */
record PastMoment(Instant behind) {

    private static final int DATE_LENGTH = "2026-01-31".length();

    /** That moment, which itself counts. */
    static PastMoment at(Instant moment) {
        return new PastMoment(moment.truncatedTo(ChronoUnit.MICROS).plus(1, ChronoUnit.MICROS));
    }

    /**
     * @param text a time, which itself counts; or a plain date, whose whole day counts, as far as it has passed
     * @param zone where days end: the business's own
     * @throws wallethub.problem.ProblemException VALIDATION_FAILED for what is no such text, or is to come
     */
    static PastMoment of(String text, ZoneId zone, Instant now) {
        try {
            boolean isDate = text.length() == DATE_LENGTH;
            Instant first = isDate
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (first.isAfter(now)) {
                throw Cursors.unfit("at", "is to come");
            }
            return new PastMoment(
                    isDate
                            ? LocalDate.parse(text)
                                    .plusDays(1)
                                    .atStartOfDay(zone)
                                    .toInstant()
                            : first.plus(1, ChronoUnit.MICROS));
        } catch (DateTimeException e) {
            throw Cursors.unfit("at", "is no date and no time of RFC 3339");
        }
    }
}
