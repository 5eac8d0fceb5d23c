package wallethub.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class DemoIT {

    @TempDir
    private Path directory;

    @Test
    void everyLineOfTheDemoIsTrueAndItCleansUp() {
        plays(directory.resolve("demo"), "demo");
    }

    @Test
    @EnabledIf(
            value = "wallethub.embedded.TrytonServer#isInstalled",
            disabledReason = "no Tryton 6.0 to start; samples/tryton/tryton installed says why")
    void everyLineIsTrueWithTrytonToo() {
        // Where the user of its servers can enter.
        plays(TrytonServer.folder().resolveSibling("tryton-demo"), "demo", "--erp", "tryton");
    }

    private void plays(Path data, String... words) {
        String[] command =
                Stream.concat(Stream.of(words), Stream.of(data.toString())).toArray(String[]::new);
        try (HubScript demo = HubScript.start(directory.resolve("output"), command)) {
            assertThat(demo.awaitEnd(Duration.ofMinutes(10))).as(demo.printed()).isZero();
            assertThat(demo.printed()).contains("lines are true").doesNotContain("FAIL");
            assertThat(data).doesNotExist();
        }
    }
}
