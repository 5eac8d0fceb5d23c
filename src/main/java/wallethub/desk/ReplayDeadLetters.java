package wallethub.desk;

import org.jspecify.annotations.Nullable;

/**
 * All open dead letters that the filter finds are to be delivered again, the oldest first.
 *
 * @param dryRun only says how many there are
 * @param limit at most so many
 */
record ReplayDeadLetters(
        @Nullable String lane,
        @Nullable String code,
        @Nullable String owner,
        @Nullable String mapping,
        boolean dryRun,
        int limit,
        String reason) {}
