package wallethub.desk;

import org.jspecify.annotations.Nullable;
import wallethub.id.StaffId;

/**
 * A page of finance's tasks, the oldest first; each filter is exact.
 *
 * @param state {@code open}, {@code done} or {@code dismissed}
 */
record ListTasks(
        int size,
        @Nullable String cursor,
        String state,
        @Nullable String kind,
        @Nullable StaffId assignee) {}
