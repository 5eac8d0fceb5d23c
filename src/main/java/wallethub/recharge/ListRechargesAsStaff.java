package wallethub.recharge;

import org.jspecify.annotations.Nullable;

/**
 * A page of all customers' recharges, the latest first.
 *
 * @param customer only this one's
 * @param from made at this moment or later; a plain date begins at midnight in the business's time zone
 * @param to made before this moment
 */
record ListRechargesAsStaff(
        int size,
        @Nullable String cursor,
        @Nullable String status,
        @Nullable String customer,
        @Nullable String method,
        @Nullable String from,
        @Nullable String to) {}
