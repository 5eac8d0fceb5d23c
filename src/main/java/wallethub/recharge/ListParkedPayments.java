package wallethub.recharge;

import org.jspecify.annotations.Nullable;

/**
 * A page of parked payments, the oldest first.
 *
 * @param state {@code open} or {@code decided}
 * @param reason only those parked for it
 */
record ListParkedPayments(
        int size,
        @Nullable String cursor,
        String state,
        @Nullable String reason) {}
