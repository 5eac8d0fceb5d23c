package wallethub.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class DemoIT {

    @TempDir
    private Path directory;

    @Test
    void everyLineOfTheDemoIsTrueAndItCleansUp() {
        Path data = directory.resolve("demo");
        try (HubScript demo = HubScript.start(directory.resolve("output"), "demo", data.toString())) {
            assertThat(demo.awaitEnd(Duration.ofMinutes(6))).as(demo.printed()).isZero();
            assertThat(demo.printed()).contains("lines are true").doesNotContain("FAIL");
            assertThat(data).doesNotExist();
        }
    }
}
