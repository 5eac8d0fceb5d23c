package wallethub.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubProcessIT {

    @TempDir
    private Path directory;

    @Test
    void tellsTheExitCodeAndTheEndOfTheLogWhenTheHubDies() {
        Map<String, String> nowhere = environment("jdbc:postgresql://127.0.0.1:" + FreePorts.one() + "/none");
        try (HubProcess hub = HubProcess.start(HubJar.built(), nowhere, directory.resolve("hub.log"))) {
            assertThatThrownBy(() -> hub.awaitReady(Duration.ofMinutes(2)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("exit code 1")
                    .hasMessageContaining(hub.log().toString());
            assertThat(hub.isReady()).isFalse();
        }
    }

    @Test
    void isGoneAfterAKill() {
        Map<String, String> nowhere = environment("jdbc:postgresql://127.0.0.1:" + FreePorts.one() + "/none");
        HubProcess hub = HubProcess.start(HubJar.built(), nowhere, directory.resolve("hub.log"));
        hub.kill();
        assertThat(hub.isAlive()).isFalse();
        assertThat(hub.exitCode()).isEqualTo(OptionalInt.of(137));
    }

    private static Map<String, String> environment(String database) {
        return Map.of(
                "SERVER_PORT",
                Integer.toString(FreePorts.one()),
                "MANAGEMENT_SERVER_PORT",
                Integer.toString(FreePorts.one()),
                "SPRING_DATASOURCE_URL",
                database,
                "SPRING_DATASOURCE_USERNAME",
                "hub",
                "SPRING_DATASOURCE_PASSWORD",
                "unused");
    }
}
