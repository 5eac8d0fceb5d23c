package wallethub.desk;

import org.jspecify.annotations.Nullable;

/** A page of dead letters, the latest first; each filter is exact. */
record ListDeadLetters(
        int size,
        @Nullable String cursor,
        @Nullable String lane,
        @Nullable String code,
        @Nullable String owner,
        @Nullable String mapping,
        @Nullable String state) {}
