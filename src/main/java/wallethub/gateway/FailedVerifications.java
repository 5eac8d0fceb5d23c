package wallethub.gateway;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Failed verifications per source in the current minute. Only failures are counted, so a valid callback is never
 * throttled; the oldest sources are forgotten when there are too many.
 */
@Component
public class FailedVerifications {

    private static final int SOURCES_MAX = 10_000;

    private final GatewayAccounts accounts;
    private final Clock clock;
    private final Map<String, Minute> sources = new LinkedHashMap<>();

    FailedVerifications(GatewayAccounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Counts one more, and says whether the source has had more than its share. */
    public synchronized boolean exceededBy(String source) {
        long now = clock.instant().getEpochSecond() / 60;
        Minute before = sources.remove(source);
        Minute minute = before == null || before.number() != now ? new Minute(now, 1) : before.plusOne();
        sources.put(source, minute);
        if (sources.size() > SOURCES_MAX) {
            sources.remove(sources.keySet().iterator().next());
        }
        return minute.failures() > accounts.settings().failuresPerMinute();
    }

    private record Minute(long number, int failures) {

        private Minute plusOne() {
            return new Minute(number, failures + 1);
        }
    }
}
