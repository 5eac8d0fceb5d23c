package wallethub.desk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A page of the audit, the latest first.
 *
 * @param action the beginning of the action's name
 * @param to not itself
 */
record ListAudit(
        int size,
        @Nullable String cursor,
        @Nullable String caller,
        @Nullable String action,
        @Nullable String object,
        @Nullable Instant from,
        @Nullable Instant to) {}
