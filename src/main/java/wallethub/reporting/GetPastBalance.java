package wallethub.reporting;

import org.jspecify.annotations.Nullable;

/**
 * What the caller's wallet had at a moment that is over.
 *
 * @param at now when it is absent
 */
record GetPastBalance(@Nullable String at) {}
