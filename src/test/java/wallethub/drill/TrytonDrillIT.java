package wallethub.drill;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import wallethub.embedded.TrytonServer;
import wallethub.testing.Folders;

/** The drill as CI runs it. {@code -Dhub.tryton.seed=N} repeats a run. */
@EnabledIf(
        value = "wallethub.embedded.TrytonServer#isInstalled",
        disabledReason = "no Tryton 6.0 to start; samples/tryton/tryton installed says why")
class TrytonDrillIT {

    @Test
    void hubAndTrytonAgreeWhateverWasKilledOrCutOff() throws IOException {
        Path directory = TrytonServer.folder().resolveSibling("tryton-drill");
        TrytonServer.stopIn(directory.resolve("tryton"));
        Folders.remove(directory);
        try (TrytonDrill drill =
                TrytonDrill.start(directory, Long.getLong("hub.tryton.seed", System.nanoTime() & 0xffff_ffffL))) {
            drill.play();
        }
        Folders.remove(directory);
    }
}
