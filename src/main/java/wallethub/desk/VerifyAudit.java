package wallethub.desk;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether the audit is as it was chained.
 *
 * @param from the first day, in UTC; a month before {@code to} where it is not given
 * @param to the last day; today where it is not given
 */
record VerifyAudit(@Nullable LocalDate from, @Nullable LocalDate to) {}
