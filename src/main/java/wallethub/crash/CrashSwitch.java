package wallethub.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Arms one crash point: {@code hub.crash.at=AFTER_VERIFY:3} passes the point three times and ends the process at the
 * fourth. {@code hub.crash.file} names a file that arms a point later on: its text is the same, and it is deleted when the
 * point is armed. Exists in the profile {@code crash-test} only; without it neither setting has an effect.
 */
@Component
@Profile("crash-test")
class CrashSwitch implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(CrashSwitch.class);
    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

    private volatile boolean closed;

    CrashSwitch(@Value("${hub.crash.at:}") String at, @Value("${hub.crash.file:}") String file) {
        if (!at.isBlank()) {
            arm(at);
        }
        if (!file.isBlank()) {
            Path path = Path.of(file);
            Thread.ofVirtual().name("crash-switch").start(() -> watch(path));
        }
    }

    private void watch(Path file) {
        while (!closed) {
            try {
                if (Files.exists(file)) {
                    arm(Files.readString(file).strip());
                    Files.delete(file);
                }
            } catch (IOException e) {
                log.atError().setCause(e).log("the crash switch cannot be read");
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static void arm(String at) {
        String[] parts = at.split(":", 2);
        CrashPoint.arm(CrashPoint.valueOf(parts[0]), parts.length == 1 ? 0 : Integer.parseInt(parts[1]));
        log.atWarn().addKeyValue("point", at).log("crash point armed");
    }

    @Override
    public void destroy() {
        closed = true;
    }
}
