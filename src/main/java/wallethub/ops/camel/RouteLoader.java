package wallethub.ops.camel;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.NoErrorHandlerBuilder;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.properties.PropertiesParser;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import wallethub.operation.Contracts;

/**
 * Keeps the routes in force equal to the files of the routes directory: a changed file is live within two seconds, a
 * broken one changes nothing and is reported with file, line and column.
 *
 * <p>A broken set at the start ends the start.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RouteLoader implements ApplicationRunner, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(RouteLoader.class);

    private static final String UNIQUE_VIOLATION = "23505";

    private final RouteSettings settings;
    private final CamelContext context;
    private final RouteFiles files;
    private final RouteProof proof;
    private final RoutesInForce inForce;
    private final Contracts contracts;
    private final MeterRegistry meters;
    private final Clock clock;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("routes-watch").factory());

    private volatile RouteState state = new RouteState(0, null, null);
    private @Nullable ScheduledFuture<?> looking;
    private Map<String, String> seen = Map.of();
    private Map<String, String> applied = Map.of();

    RouteLoader(
            RouteSettings settings,
            CamelContext context,
            PropertiesParser properties,
            ServedPaths paths,
            Contracts contracts,
            MeterRegistry meters,
            Clock clock) {
        this.settings = settings;
        this.context = context;
        this.files = new RouteFiles(settings.dir());
        this.proof = new RouteProof(context, properties);
        this.inForce = new RoutesInForce(context, paths);
        this.contracts = contracts;
        this.meters = meters;
        this.clock = clock;
        context.getComponent("platform-http", PlatformHttpComponent.class).addPlatformHttpListener(paths);
        // A failure goes to whoever sent the exchange: the edge makes a problem of it, a lane an outcome.
        context.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerBuilder());
        meters.gauge("hub.routes", this, loader -> loader.state.count());
        meters.gauge("hub.routes.broken", this, loader -> loader.state.lastError() == null ? 0 : 1);
    }

    RouteState state() {
        return state;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        seen = files.stamps();
        applied = seen;
        loadAtStart();
        long millis = settings.poll().toMillis();
        looking = watch.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Two instances that start together may both store a schedule that is new: then it is there, and the second look finds it. */
    private void loadAtStart() {
        try {
            load();
        } catch (RouteSetException e) {
            SQLException refusal = ObjectHelper.getException(SQLException.class, e);
            if (refusal == null || !UNIQUE_VIOLATION.equals(refusal.getSQLState())) {
                throw e;
            }
            log.atWarn().setCause(e).log("another instance stored the same schedule; the routes are loaded again");
            load();
        }
    }

    @Override
    public void destroy() {
        if (looking != null) {
            looking.cancel(false);
        }
        watch.shutdownNow();
    }

    private void look() {
        if (!context.getStatus().isStarted()) {
            return; // the hub is stopping
        }
        try {
            Map<String, String> now = files.stamps();
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && !now.equals(applied)) {
                applied = now;
                load();
            }
        } catch (RuntimeException e) {
            if (context.getStatus().isStarted()) {
                broken(e);
            }
        }
    }

    private void load() {
        RouteSet set = RouteSet.read(files.texts(), contracts);
        if (inForce.differsFrom(set) || state.loadedAt() == null) {
            proof.prove(set);
            inForce.replaceBy(set);
        }
        contracts.activate(set.contracts());
        state = new RouteState(inForce.count(), clock.instant(), null);
        meters.counter("hub.routes.loads", "result", "applied").increment();
        log.atInfo().addKeyValue("routes", inForce.count()).log("routes are in force");
    }

    private void broken(RuntimeException failure) {
        String error = reason(failure);
        if (!error.equals(state.lastError())) {
            meters.counter("hub.routes.loads", "result", "broken").increment();
            log.atError().addKeyValue("finding", error).setCause(failure).log("the routes stay as they were");
        }
        state = new RouteState(state.count(), state.loadedAt(), error);
    }

    private static String reason(RuntimeException failure) {
        @Nullable String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
