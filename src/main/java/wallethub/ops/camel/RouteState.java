package wallethub.ops.camel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the routes stand.
 *
 * @param count how many are in force
 * @param loadedAt when they were last replaced; null before the first time
 * @param lastError why the latest files are not in force; null when they are
 */
record RouteState(
        int count, @Nullable Instant loadedAt, @Nullable String lastError) {}
