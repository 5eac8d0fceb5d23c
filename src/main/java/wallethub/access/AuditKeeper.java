package wallethub.access;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import wallethub.database.DatabaseGlance;
import wallethub.database.RowScope;

/**
 * The clockwork of the chain on each instance, and what it comes to: rows that wait too long for their link, or heads for
 * their export, degrade the hub, which goes on. Gauges {@code hub.audit.unchained.age} and {@code hub.audit.unchained.rows}.
 */
@Component("auditHealthIndicator")
class AuditKeeper implements HealthIndicator, SmartLifecycle {

    static final Duration LATE = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(AuditKeeper.class);
    private static final Status DEGRADED = new Status("DEGRADED");
    private static final Duration GAUGES_EVERY = Duration.ofSeconds(10);

    private final AuditChain chain;
    private final AuditChainStore store;
    private final AuditSettings settings;
    private final DatabaseGlance database;
    private final Clock clock;
    private volatile long rows;
    private volatile double ageSeconds;
    private @Nullable ScheduledExecutorService clockwork;

    AuditKeeper(
            AuditChain chain,
            AuditChainStore store,
            AuditSettings settings,
            DatabaseGlance database,
            Clock clock,
            MeterRegistry meters) {
        this.chain = chain;
        this.store = store;
        this.settings = settings;
        this.database = database;
        this.clock = clock;
        Gauge.builder("hub.audit.unchained.rows", this, keeper -> keeper.rows)
                .description("Audit rows that wait for the chain; 10000 means at least")
                .register(meters);
        Gauge.builder("hub.audit.unchained.age", this, keeper -> keeper.ageSeconds)
                .description("How long the oldest of them has waited")
                .baseUnit("seconds")
                .register(meters);
    }

    @Override
    public Health health() {
        return database.ask(this::read)
                .orElseGet(() -> Health.unknown()
                        .withDetail("reason", "the audit could not be read")
                        .build());
    }

    private Health read() {
        AuditChainStore.Waiting waiting = store.waitingNow();
        Optional<Instant> unsigned = store.unsignedSince();
        Duration unchained = age(waiting.since());
        Duration unexported = age(unsigned);
        boolean fine = unchained.compareTo(LATE) < 0
                && unexported.compareTo(settings.headsEvery().multipliedBy(2).plus(LATE)) < 0;
        return Health.status(fine ? Status.UP : DEGRADED)
                .withDetail("unchained", waiting.rows())
                .withDetail("oldestUnchainedSeconds", unchained.toSeconds())
                .withDetail("oldestUnexportedHeadSeconds", unexported.toSeconds())
                .build();
    }

    private Duration age(Optional<Instant> since) {
        return since.map(begin -> Duration.between(begin, clock.instant()))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    void readGauges() {
        AuditChainStore.Waiting waiting = RowScope.system().call(store::waitingNow);
        rows = waiting.rows();
        ageSeconds = age(waiting.since()).toMillis() / 1000.0;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("audit-keeper").daemon().factory());
        every(started, settings.chainEvery(), chain::chain);
        every(started, settings.headsEvery(), chain::exportHeads);
        every(started, GAUGES_EVERY, this::readGauges);
        clockwork = started;
    }

    private static void every(ScheduledExecutorService clockwork, Duration pause, Runnable task) {
        Future<?> unused = clockwork.scheduleWithFixedDelay(
                () -> guarded(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("the audit could not be chained or exported, will be repeated");
        }
    }

    @Override
    public synchronized void stop() {
        if (clockwork != null) {
            clockwork.shutdownNow();
            clockwork = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return clockwork != null;
    }
}
