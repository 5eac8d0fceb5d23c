package wallethub.ops;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The time between "send me nothing more" and "I take nothing more": readiness is down, and what still comes is served,
 * because a load balancer looks only now and then.
 *
 * <p>It is the first step of a stop: in it the lanes are handed over and schedules end; only then is the port closed, and
 * requests in hand are finished.
 */
@Component
class Drain implements SmartLifecycle, ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    private final DrainSettings settings;
    private volatile boolean ready;
    private volatile boolean serving;
    private volatile boolean running;

    Drain(DrainSettings settings) {
        this.settings = settings;
    }

    /** Whether requests are served: since everything was in force, until the wait of a stop is over. */
    boolean isServing() {
        return serving;
    }

    /** Whether a connection may be kept for a further request. */
    boolean isReady() {
        return ready;
    }

    @Override
    public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
        ready = event.getState() == ReadinessState.ACCEPTING_TRAFFIC;
        serving = ready || (serving && settings.time().isPositive());
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable done) {
        log.atInfo().addKeyValue("drain", settings.time()).log("stopping: readiness is down");
        CompletableFuture.delayedExecutor(settings.time().toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    stop();
                    done.run();
                });
    }

    @Override
    public void stop() {
        serving = false;
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
