package wallethub.customer;

import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;

/**
 * A page of the alerts of all customers, the latest first.
 *
 * @param state {@code open} or {@code cleared}
 */
record ListAlerts(
        int size,
        @Nullable String cursor,
        @Nullable String state,
        @Nullable String kind,
        @Nullable CustomerId customer) {}
