package wallethub.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How long and how large a bench is.
 *
 * @param seconds of each measurement
 * @param recharges that wait for their payment when it begins
 * @param drain deliveries of each drain
 * @param starts of the production jar
 * @param rows of the table that are measured
 * @param jvmOptions of the measured process, such as a recording
 */
record BenchOptions(
        int rounds,
        int seconds,
        int wallets,
        int recharges,
        int drain,
        int starts,
        Set<Integer> rows,
        Path directory,
        Path report,
        List<String> jvmOptions) {

    private static final Set<Integer> ALL_ROWS =
            Arrays.stream(BenchRow.values()).map(row -> row.number).collect(Collectors.toCollection(TreeSet::new));

    BenchOptions {
        require(rounds >= 1 && rounds <= 50, "--rounds 1 to 50");
        require(seconds >= 1 && seconds <= 60, "--seconds 1 to 60");
        require(wallets >= 100 && wallets <= 10_000_000, "--wallets 100 to 10000000");
        require(recharges >= 1_000 && recharges <= 10_000_000, "--recharges 1000 to 10000000");
        require(drain >= 800 && drain <= 1_000_000, "--drain 800 to 1000000");
        require(starts >= 1 && starts <= 20, "--starts 1 to 20");
        require(!rows.isEmpty() && ALL_ROWS.containsAll(rows), "--rows some of " + ALL_ROWS);
        rows = Set.copyOf(rows);
        jvmOptions = List.copyOf(jvmOptions);
    }

    boolean asksFor(int... some) {
        return Arrays.stream(some).anyMatch(rows::contains);
    }

    static BenchOptions of(String[] arguments) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            require(arguments[i].startsWith("--") && i + 1 < arguments.length, "each option and its value");
            given.put(arguments[i].substring(2), arguments[i + 1]);
        }
        int rounds = number(given, "rounds", 5);
        int seconds = number(given, "seconds", 8);
        Path directory = Path.of(given.getOrDefault("directory", ".hub/bench"));
        return new BenchOptions(
                rounds,
                seconds,
                number(given, "wallets", 200_000),
                number(given, "recharges", Math.max(1_000, (rounds + 3) * seconds * 6_000)),
                number(given, "drain", 100_000),
                number(given, "starts", 3),
                rows(given),
                directory,
                Path.of(given.getOrDefault("report", ".hub/bench.json")),
                given.containsKey("jvm") ? List.of(given.get("jvm").split(" ", -1)) : List.of());
    }

    private static Set<Integer> rows(Map<String, String> given) {
        return given.containsKey("rows")
                ? Arrays.stream(given.get("rows").split(",", -1))
                        .map(Integer::valueOf)
                        .collect(Collectors.toSet())
                : ALL_ROWS;
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        return Integer.parseInt(given.getOrDefault(name, Integer.toString(otherwise)));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("needed: " + rule);
        }
    }
}
