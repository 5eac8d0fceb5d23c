package wallethub.recharge;

import org.jspecify.annotations.Nullable;

/**
 * A page of the caller's recharges, the latest first.
 *
 * @param cursor where the list goes on; the first page without one
 * @param status only those in that state
 */
record ListRecharges(
        int size, @Nullable String cursor, @Nullable String status) {}
