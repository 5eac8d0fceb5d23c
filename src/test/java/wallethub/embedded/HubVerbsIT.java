package wallethub.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of {@code ./hub} that work on mappings, as README says them. */
class HubVerbsIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    @Test
    void lintAndTestFindTheShippedMappingsRight() {
        assertThat(bash("./hub lint").exit()).isZero();
        Command.Result tested = bash("./hub test");
        assertThat(tested.exit()).as(tested.output()).isZero();
        assertThat(tested.output()).contains(" 0 failed");
    }

    @Test
    void mapShowsWhatAnEventBecomes() throws Exception {
        Path event = Files.writeString(directory.resolve("some-event.json"), """
                {"eventId": "evt_01JD0000000000000000000001", "walletId": "wal_01JD0000000000000000000001",
                 "customerExternalId": "C-1001", "reference": "RCH-1", "transferId": "trf_01JD0000000000000000000001",
                 "reason": "recharge", "amount": {"amount": "12.500", "currency": "KWD"}, "gateway": "stripe",
                 "occurredAt": "2026-03-31T08:00:00Z"}
                """);
        Command.Result mapped = bash("./hub map erp.entry < " + event);
        assertThat(mapped.exit()).as(mapped.output()).isZero();
        assertThat(mapped.output()).contains("\"trf_01JD0000000000000000000001\"", "\"12.500\"", "\"2026-03-31\"");
    }

    @Test
    void reconcileSaysThatNoHubAnswers() {
        Command.Result asked = bash("./hub reconcile --url http://127.0.0.1:9");
        assertThat(asked.exit()).isEqualTo(2);
        assertThat(asked.output()).contains("hub: no hub answers at http://127.0.0.1:9/reconciliation");
    }

    @Test
    void anUnknownVerbIsRefusedAndHelpShown() {
        Command.Result refused = bash("./hub dance");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output()).contains("no such verb: dance").contains("./hub demo");
    }

    private Command.Result bash(String command) {
        return new Command(List.of("bash", "-c", command), directory).tryRun(LIMIT);
    }
}
