package wallethub.bench;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import wallethub.embedded.EmbeddedDefault;
import wallethub.embedded.HubJar;

/** {@code ./hub seed}: fills the data directory of {@code ./hub run} with customers, wallets, recharges and ledger lines. */
public final class Seed {

    private static final String DIRECTORY = ".hub/run";

    private Seed() {}

    public static void main(String[] arguments) throws SQLException {
        Map<String, String> options = new LinkedHashMap<>();
        String directory = DIRECTORY;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--") && i + 1 < arguments.length) {
                options.put(arguments[i], arguments[++i]);
            } else {
                directory = arguments[i];
            }
        }
        SeededRows rows = new SeededRows(
                number(options, "--wallets", 100_000),
                number(options, "--recharges", 100_000),
                number(options, "--lines", 1_000_000));
        int status = 1;
        try (EmbeddedDefault around = EmbeddedDefault.start(Path.of(directory), true)) {
            // Its start brings the tables up to date.
            around.startHub(HubJar.built());
            try (var connection = around.postgres().connect(around.database())) {
                long since = System.nanoTime();
                rows.fill(connection, System.out::println);
                System.out.printf(
                        "%d wallets, %d recharges, %d ledger lines in %d s%n",
                        rows.wallets(), rows.recharges(), rows.lines(), (System.nanoTime() - since) / 1_000_000_000L);
            }
            status = 0;
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
        }
        System.exit(status);
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        return Integer.parseInt(options.getOrDefault(name, Integer.toString(otherwise)));
    }
}
