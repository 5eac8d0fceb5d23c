package wallethub.books;

import java.time.Duration;
import org.quartz.CronExpression;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the ERP is read.
 *
 * @param every how often each feed is read
 * @param overlap how far behind the last reading the next one begins; longer than the ERP's longest transaction
 * @param full when everything is read and compared, a Quartz cron expression
 * @param page items asked for at once
 * @param pages of one reading; one that has more is given up, and nothing of its position moves
 */
@ConfigurationProperties("hub.erp.feed")
record FeedSettings(
        @DefaultValue("15s") Duration every,
        @DefaultValue("60s") Duration overlap,
        @DefaultValue("0 30 3 * * ?") String full,
        @DefaultValue("500") int page,
        @DefaultValue("10000") int pages) {

    // A reading late by a few is a slow ERP; a feed that is late by more is told of.
    private static final int MISSED_MAX = 8;
    private static final Duration LATE_MIN = Duration.ofMinutes(2);

    FeedSettings {
        demand(isWithin(every, Duration.ofSeconds(1), Duration.ofDays(1)), "EVERY (hub.erp.feed.every) is 1s to 1d");
        demand(
                isWithin(overlap, Duration.ofSeconds(1), Duration.ofDays(1)),
                "OVERLAP (hub.erp.feed.overlap) is 1s to 1d");
        demand(CronExpression.isValidExpression(full), "FULL (hub.erp.feed.full) is a Quartz cron expression");
        demand(page >= 1 && page <= 1000, "PAGE (hub.erp.feed.page) is 1 to 1000");
        demand(pages >= 1 && pages <= 100_000, "PAGES (hub.erp.feed.pages) is 1 to 100000");
    }

    /** The age at which a feed is late. */
    Duration lateAfter() {
        Duration missed = every.multipliedBy(MISSED_MAX);
        return missed.compareTo(LATE_MIN) > 0 ? missed : LATE_MIN;
    }

    private static boolean isWithin(Duration value, Duration min, Duration max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    private static void demand(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException("HUB_ERP_FEED_" + message);
        }
    }
}
