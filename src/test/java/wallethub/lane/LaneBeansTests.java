package wallethub.lane;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;
import wallethub.mapping.MappingSettings;
import wallethub.mapping.Mappings;

/** What the start asks for, so that it is not found missing by the first code. */
class LaneBeansTests {

    private static final String KEY = "bGFuZS1rZXktb2YtdGhlLXRlc3RzLW9mLTMyLWJ5dGU=";

    @TempDir
    private Path folder;

    private final MockEnvironment environment = new MockEnvironment();

    /** The shipped mappings but the one that is secret and always in use. */
    @BeforeEach
    void copyMappings() throws IOException {
        Path mappings = Path.of("mappings");
        try (var files = Files.walk(mappings)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("hub/login-code.yaml"))
                    .toList()) {
                Path copy = folder.resolve(mappings.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void aSecretMappingInUseNeedsTheKey() {
        environment.setProperty("hub.sms.url", "https://sms.example");
        assertThatThrownBy(() -> start(null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("HUB_LANE_SECRETKEY");
        assertThatCode(() -> start(KEY)).doesNotThrowAnyException();
    }

    @Test
    void oneThatIsNotInUseDoesNot() {
        assertThatCode(() -> start(null)).doesNotThrowAnyException();
    }

    private void start(@Nullable String key) throws Exception {
        MappingSettings settings = new MappingSettings(
                folder,
                1 << 20,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                ZoneId.of("Asia/Kuwait"),
                Duration.ofMinutes(10),
                "");
        Mappings mappings = new Mappings(settings, environment, Clock.systemUTC());
        new LaneBeans()
                .secretsHaveAKey(mappings, new LaneSecrets(settings(key)))
                .afterPropertiesSet();
    }

    private static LaneSettings settings(@Nullable String key) {
        LaneSettings usual = LaneFixture.settings(Duration.ofSeconds(5));
        return new LaneSettings(
                usual.lease(),
                usual.pollMin(),
                usual.pollMax(),
                usual.claim(),
                usual.inFlight(),
                usual.workers(),
                usual.hold(),
                usual.stop(),
                List.of(),
                Map.of(),
                List.of(),
                key,
                "k1",
                Map.of(),
                usual.door(),
                usual.retention());
    }
}
