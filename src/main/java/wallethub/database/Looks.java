package wallethub.database;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look at the database once a second, by a thread of its own, in the scope of the hub.
 *
 * <p>Whoever keeps what was seen trusts it for four seconds, so that a change is in force on every instance five seconds
 * later at the latest; after that the database is asked itself, or nobody can say.
 */
public final class Looks {

    private static final Logger log = LoggerFactory.getLogger(Looks.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration TRUSTED = Duration.ofSeconds(4);

    private final String name;
    private final Runnable look;
    private volatile long lookedAt;
    private volatile boolean looked;
    private volatile CountDownLatch stopped = new CountDownLatch(0);

    /** @param look reads what there is and keeps it */
    public Looks(String name, Runnable look) {
        this.name = name;
        this.look = look;
    }

    /** Whether the last look that went well is young enough. */
    public boolean areFresh() {
        return looked && System.nanoTime() - lookedAt <= TRUSTED.toNanos();
    }

    /** One look, now. */
    public void look() {
        long began = System.nanoTime();
        RowScope.system().run(look);
        lookedAt = began;
        looked = true;
    }

    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        Thread.ofPlatform().name("look-" + name).daemon().start(() -> lookUntil(stop));
    }

    private void lookUntil(CountDownLatch stop) {
        boolean failing = false;
        try {
            do {
                failing = !lookedWell(failing);
            } while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean lookedWell(boolean failedBefore) {
        try {
            look();
            return true;
        } catch (RuntimeException e) {
            if (!failedBefore) {
                log.atWarn().addKeyValue("look", name).setCause(e).log("the database cannot be looked at");
            }
            return false;
        }
    }

    public void stop() {
        stopped.countDown();
    }

    public boolean isRunning() {
        return stopped.getCount() > 0;
    }
}
