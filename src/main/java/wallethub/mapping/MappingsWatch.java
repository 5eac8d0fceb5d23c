package wallethub.mapping;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Watches the mappings folder and has a changed one loaded, once its files have been quiet for a moment.
 *
 * <p>The operating system tells of changes at once where it can; a look at the folder every {@code hub.mappings.poll} finds
 * what it does not tell, as on network volumes and swapped links.
 */
@Component
class MappingsWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(MappingsWatch.class);
    private static final Duration QUIET = Duration.ofMillis(150);
    // Files that never rest are loaded as they are.
    private static final int QUIET_WAITS_MAX = 5;

    private final Mappings mappings;
    private final Path folder;
    private final Duration poll;
    private volatile @Nullable WatchService watch;

    MappingsWatch(Mappings mappings, MappingSettings settings) {
        this.mappings = mappings;
        this.folder = settings.dir();
        this.poll = settings.poll();
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        try {
            WatchService started = folder.getFileSystem().newWatchService();
            watch = started;
            Thread.ofPlatform().name("mappings-watch").daemon().start(() -> run(started));
        } catch (IOException e) {
            throw new IllegalStateException("the mappings folder cannot be watched: " + folder, e);
        }
    }

    @Override
    public synchronized void stop() {
        WatchService running = watch;
        watch = null;
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                log.atWarn().setCause(e).log("the watch on the mappings folder did not close");
            }
        }
    }

    @Override
    public boolean isRunning() {
        return watch != null;
    }

    private void run(WatchService service) {
        try {
            // A change between the first load and now is found by loading once more.
            FolderState loaded = null;
            while (isRunning()) {
                loaded = look(service, loaded);
                await(service, poll);
            }
        } catch (ClosedWatchServiceException e) {
            log.atDebug().log("the watch on the mappings folder ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable FolderState look(WatchService service, @Nullable FolderState loaded) {
        try {
            FolderState state = FolderState.of(folder);
            register(service, state);
            if (state.equals(loaded)) {
                return loaded;
            }
            FolderState quiet = quiet(service, state);
            mappings.reload();
            return quiet;
        } catch (IOException e) {
            log.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("the mappings folder cannot be read");
            return loaded;
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("loading the mappings failed; the old set serves on");
            return loaded;
        }
    }

    private FolderState quiet(WatchService service, FolderState from) throws IOException {
        FolderState state = from;
        for (int waits = 0; waits < QUIET_WAITS_MAX; waits++) {
            LockSupport.parkNanos(QUIET.toNanos());
            FolderState now = FolderState.of(folder);
            if (now.equals(state)) {
                return now;
            }
            register(service, now);
            state = now;
        }
        return state;
    }

    private static void register(WatchService service, FolderState state) throws IOException {
        for (Path each : state.folders()) {
            each.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        }
    }

    /** Until something changed or the time is over. */
    private static void await(WatchService service, Duration time) throws InterruptedException {
        for (WatchKey key = service.poll(time.toMillis(), TimeUnit.MILLISECONDS); key != null; key = service.poll()) {
            key.pollEvents();
            key.reset();
        }
    }
}
