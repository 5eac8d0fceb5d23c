package wallethub.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the audit are wanted; what is null is not asked for.
 *
 * @param caller exactly, such as {@code staff:stf_…}
 * @param action the beginning, such as {@code wallet.}
 * @param object exactly
 * @param until not itself
 */
public record AuditFilter(
        @Nullable String caller,
        @Nullable String action,
        @Nullable String object,
        @Nullable Instant from,
        @Nullable Instant until) {}
