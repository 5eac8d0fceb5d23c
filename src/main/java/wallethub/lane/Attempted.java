package wallethub.lane;

import org.jspecify.annotations.Nullable;
import wallethub.mapping.Mapping;

/**
 * What one attempt came to, as its route and mapping say.
 *
 * @param document what was sent, to be frozen unless the attempt ended cleanly; null when nothing was mapped yet
 * @param stack of the exception, when there was one
 * @param spendsAttempt false when the trouble is ours or a throttle: it waits and is tried again
 */
public record Attempted(
        Mapping.Classification classification,
        Delivery.@Nullable Frozen document,
        @Nullable String stack,
        boolean spendsAttempt) {}
