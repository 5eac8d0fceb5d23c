package wallethub.approval;

import org.jspecify.annotations.Nullable;

/**
 * A page of approvals, the latest first.
 *
 * @param cursor where the list goes on; the first page without one
 * @param maker {@code me} for only what the caller asked for
 */
record ListApprovals(
        int size,
        @Nullable String cursor,
        @Nullable String state,
        @Nullable String kind,
        @Nullable String maker) {}
