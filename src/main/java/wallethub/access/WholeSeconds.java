package wallethub.access;

import java.time.Duration;

/** A wait as clients are told it: in seconds, rounded up, so that who waits that long is let through; at least one. */
public final class WholeSeconds {

    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private WholeSeconds() {}

    public static long of(Duration wait) {
        return Math.max(1, Math.ceilDiv(wait.toNanos(), NANOS));
    }
}
