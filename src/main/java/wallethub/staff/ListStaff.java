package wallethub.staff;

import org.jspecify.annotations.Nullable;

/**
 * A page of who works here, in the order in which they came.
 *
 * @param role only those who have it
 */
record ListStaff(
        int size, @Nullable String cursor, @Nullable String role) {}
