package wallethub.reconciliation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When hub and ERP are compared, and how much of the ERP is read for it.
 *
 * @param cron Quartz's, of the comparison that runs by itself; "-" for never
 * @param page how many lines are read at once
 * @param lines the most lines of one run, 10 million at most
 * @param timeLimit after which a run is given up
 * @param grace how old a difference is, and seen by two runs at least, before somebody is told
 * @param keep how long results are kept; the rows that a run worked with go with the next run but one
 */
@ConfigurationProperties("hub.reconciliation")
record ReconciliationSettings(
        @DefaultValue("0 41 * * * ?") String cron,
        @DefaultValue("500") int page,
        @DefaultValue("2000000") int lines,
        @DefaultValue("30m") Duration timeLimit,
        @DefaultValue("2h") Duration grace,
        @DefaultValue("400d") Duration keep) {

    ReconciliationSettings {
        demand(!cron.isBlank(), "cron is a Quartz expression, or \"-\"");
        demand(page >= 1 && page <= 1000, "page is 1 to 1000");
        demand(lines >= page && lines <= 10_000_000, "lines is a page to 10000000");
        demand(
                isBetween(timeLimit, Duration.ofSeconds(10), Duration.ofHours(6)),
                "time-limit is 10 seconds to 6 hours");
        demand(isBetween(grace, Duration.ZERO, Duration.ofDays(30)), "grace is at most 30 days");
        demand(isBetween(keep, Duration.ofDays(1), Duration.ofDays(4000)), "keep is 1 to 4000 days");
    }

    private static boolean isBetween(Duration value, Duration min, Duration max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    private static void demand(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException("hub.reconciliation." + message);
        }
    }
}
