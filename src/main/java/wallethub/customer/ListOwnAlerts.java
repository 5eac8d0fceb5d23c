package wallethub.customer;

import org.jspecify.annotations.Nullable;

/**
 * A page of the caller's alerts, the latest first.
 *
 * @param state {@code open} or {@code cleared}
 */
record ListOwnAlerts(
        int size,
        @Nullable String cursor,
        @Nullable String state,
        @Nullable String kind) {}
