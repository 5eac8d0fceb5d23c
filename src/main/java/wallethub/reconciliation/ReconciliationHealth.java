package wallethub.reconciliation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/**
 * What the last comparison of hub and ERP came to, on every instance: differences that stand, or that nobody can explain,
 * degrade the hub, which goes on. Gauges {@code hub.reconciliation.differences} by cause and currency.
 */
@Component("reconciliationHealthIndicator")
class ReconciliationHealth implements HealthIndicator, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReconciliationHealth.class);
    private static final Status DEGRADED = new Status("DEGRADED");
    private static final Duration GAUGES_EVERY = Duration.ofSeconds(30);

    private final Reconciler reconciler;
    private final DatabaseGlance database;
    private final MultiGauge differences;
    private @Nullable ScheduledExecutorService clockwork;

    ReconciliationHealth(Reconciler reconciler, DatabaseGlance database, MeterRegistry meters) {
        this.reconciler = reconciler;
        this.database = database;
        differences = MultiGauge.builder("hub.reconciliation.differences")
                .description("Differences of hub and ERP that stand, or that nobody can explain, in the last run")
                .register(meters);
    }

    @Override
    public Health health() {
        Optional<Optional<Run>> answer = database.ask(reconciler::lastDone);
        if (answer.isEmpty()) {
            return Health.unknown()
                    .withDetail("reason", "the last run could not be read")
                    .build();
        }
        Optional<Run> last = answer.get();
        if (last.isEmpty()) {
            return Health.up().withDetail("lastRun", "none yet").build();
        }
        Run run = last.get();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("lastRun", run.id());
        details.put("snapshotAt", String.valueOf(run.snapshotAt()));
        details.put("differences", run.differences());
        details.put("unexplained", run.unexplained());
        details.put("standing", run.standing());
        boolean fine = run.unexplained() == 0 && run.standing() == 0;
        return Health.status(fine ? Status.UP : DEGRADED).withDetails(details).build();
    }

    void readGauges() {
        List<RunReport.CauseSum> causes =
                reconciler.lastDone().map(reconciler::causes).orElse(List.of());
        differences.register(
                causes.stream()
                        .<MultiGauge.Row<?>>map(cause -> MultiGauge.Row.of(
                                Tags.of("cause", cause.cause(), "currency", cause.currency()),
                                cause.cause().equals("UNEXPLAINED") ? cause.count() : cause.standing()))
                        .toList(),
                true);
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("reconciliation-gauges").daemon().factory());
        long every = GAUGES_EVERY.toMillis();
        Future<?> unused = started.scheduleWithFixedDelay(this::guarded, every, every, TimeUnit.MILLISECONDS);
        clockwork = started;
    }

    private void guarded() {
        try {
            readGauges();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("the gauges of reconciliation could not be read");
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
