package wallethub.drill;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wallethub.crash.CrashPoint;

/** The drill as CI runs it: each named point once, ten random kills. {@code -Dhub.crash.seed=N} repeats a run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashIT {

    private static final int KILLS = 10;

    private CrashDrill drill;

    @BeforeAll
    void everythingRuns(@TempDir Path directory) {
        drill = CrashDrill.start(directory, Long.getLong("hub.crash.seed", System.nanoTime() & 0xffff_ffffL));
    }

    @AfterAll
    void everythingStops() {
        drill.close();
    }

    @Order(1)
    @ParameterizedTest
    @EnumSource(value = CrashPoint.class, mode = EnumSource.Mode.MATCH_NONE, names = CrashDrill.ELSEWHERE)
    void creditsOnceAfterACrashAt(CrashPoint point) {
        drill.killAt(point);
    }

    @Order(2)
    @Test
    void creditsOnceAfterKillsAtRandomMoments() {
        drill.killAtRandom(KILLS);
    }
}
