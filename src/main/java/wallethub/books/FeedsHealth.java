package wallethub.books;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;
import wallethub.database.DatabaseGlance;

/** How old what we know of the ERP is, feed by feed; a feed that is late degrades the hub, which goes on without it. */
@Component("feedsHealthIndicator")
class FeedsHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final FeedStore store;
    private final DatabaseGlance database;
    private final FeedSettings settings;
    private final String system;
    private final Clock clock;
    private final Instant startedAt;

    FeedsHealth(
            FeedStore store,
            DatabaseGlance database,
            FeedSettings settings,
            @Value("${hub.erp.connector:rest}") String system,
            Clock clock,
            MeterRegistry meters) {
        this.store = store;
        this.database = database;
        this.settings = settings;
        this.system = system;
        this.clock = clock;
        this.startedAt = clock.instant();
        for (ErpFeed feed : ErpFeed.values()) {
            Gauge.builder("hub.erp.feed.age.seconds", this, health -> health.seconds(feed))
                    .tag("feed", feed.word())
                    .description("Time since the reading of the feed began that was completed last")
                    .register(meters);
        }
    }

    @Override
    public Health health() {
        Map<String, Object> details = new TreeMap<>();
        boolean late = false;
        for (ErpFeed feed : ErpFeed.values()) {
            Optional<Duration> age = age(feed);
            if (age.isEmpty()) {
                return Health.unknown()
                        .withDetail("reason", "the feeds could not be read")
                        .build();
            }
            boolean tooOld = age.get().compareTo(settings.lateAfter()) > 0;
            details.put(feed.word(), (tooOld ? "late: " : "") + age.get().toSeconds() + " s");
            late |= tooOld;
        }
        return Health.status(late ? DEGRADED : Status.UP).withDetails(details).build();
    }

    /** One that was never read is as old as this instance. */
    private Optional<Duration> age(ErpFeed feed) {
        return database.ask(() -> store.readAt(system, feed))
                .map(readAt -> Duration.between(readAt.orElse(startedAt), clock.instant()));
    }

    private double seconds(ErpFeed feed) {
        return age(feed).map(age -> age.toMillis() / 1000.0).orElse(Double.NaN);
    }
}
