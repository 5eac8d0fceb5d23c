package wallethub.access;

import java.time.Duration;
import java.util.List;

/**
 * How often something may happen: so many times in each window, and all windows at once.
 *
 * <p>A window opens with the first use and is whole again at its end, so that ten a day are ten within any such day.
 *
 * @param name of the limit, such as {@code otp-mobile}; part of the bucket's key
 */
public record RateLimit(String name, List<Window> windows) {

    private static final int COUNT_MAX = 1_000_000;
    private static final Duration PERIOD_MAX = Duration.ofDays(31);

    /** So many in so long. */
    public record Window(int count, Duration period) {
        public Window {
            if (count < 1 || count > COUNT_MAX) {
                throw new IllegalArgumentException("a limit lets through 1 to " + COUNT_MAX);
            }
            if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(PERIOD_MAX) > 0) {
                throw new IllegalArgumentException("a limit's window is from 1 s to " + PERIOD_MAX);
            }
        }
    }

    public RateLimit {
        windows = List.copyOf(windows);
        if (!name.matches("[a-z][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException("a limit's name is lower case, up to 40 characters");
        }
        if (windows.isEmpty() || windows.size() > 4) {
            throw new IllegalArgumentException("a limit has one to four windows");
        }
    }

    public static RateLimit of(String name, Window... windows) {
        return new RateLimit(name, List.of(windows));
    }

    /** Changed numbers count anew, in buckets of their own. */
    String key(String subject) {
        StringBuilder key = new StringBuilder(name);
        for (Window window : windows) {
            key.append(':')
                    .append(window.count())
                    .append('/')
                    .append(window.period().toSeconds());
        }
        return key.append(':').append(subject).toString();
    }
}
