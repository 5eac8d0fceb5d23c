package wallethub.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The bench runs and every row of its table has figures; what they are worth only a quiet machine and more rounds say. */
class BenchIT {

    private static final Path DIRECTORY = Path.of("target", "bench");

    @Test
    @EnabledIf("wallethub.bench.Pgbench#isHere")
    void printsEveryRowAndLeavesTheLedgerWhole() throws Exception {
        Path report = DIRECTORY.resolveSibling("bench.json");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        BenchTable table = Bench.run(
                BenchOptions.of(new String[] {
                    "--rounds",
                    "1",
                    "--seconds",
                    "2",
                    "--wallets",
                    "2000",
                    "--recharges",
                    "20000",
                    "--drain",
                    "4000",
                    "--starts",
                    "1",
                    "--directory",
                    DIRECTORY.toString(),
                    "--report",
                    report.toString()
                }),
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(table.hasAllRows()).as(text).isTrue();
        for (BenchRow row : BenchRow.values()) {
            assertThat(table.figure(row)).as(row.figure).isPositive().isFinite();
            assertThat(text).contains(row.figure);
            assertThat(Files.readString(report)).contains(row.figure);
        }
    }
}
