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

/** The pair drill as CI runs it: each part once. {@code -Dhub.pair.seed=N} repeats a run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoInstancesIT {

    private PairDrill drill;

    @BeforeAll
    void bothRun(@TempDir Path directory) {
        drill = PairDrill.start(directory, Long.getLong("hub.pair.seed", System.nanoTime() & 0xffff_ffffL));
    }

    @AfterAll
    void everythingStops() {
        drill.close();
    }

    @Test
    @Order(1)
    void oneEffectOfWhatReachesBothAtTheSameMoment() {
        drill.sendEverythingToBoth();
    }

    @Test
    @Order(1)
    void aSessionIsOneAtBothAndItsEndToo() {
        drill.shareASession();
    }

    @Test
    @Order(2)
    void theSurvivorOfAKillTakesOverLeasesAndSchedulesAndNothingIsLostOrDoubled() {
        drill.killOne();
    }

    @Test
    @Order(3)
    void aRollingRestartUnderLoadFailsNoRequest() {
        drill.restartOneAfterTheOther();
    }

    @Test
    @Order(4)
    void whatAFrozenInstanceWakesUpWithIsRefused() {
        drill.freezeOne();
    }

    @Test
    @Order(5)
    void anInstanceFrozenInATransactionStopsNobody() {
        drill.freezeOneInATransaction();
    }

    @Test
    @Order(6)
    void anInstanceWithAnotherSetOfMappingsIsOutOfService() {
        drill.changeMappings();
    }
}
