package wallethub.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured, round by round; its medians are the goal table. */
final class BenchTable {

    private static final JsonMapper JSON = new JsonMapper();

    /** A figure with the processor time of one item, in microseconds; NaN where there is none. */
    record Cost(double figure, double hubMicros, double postgresMicros) {

        static Cost of(double figure) {
            return new Cost(figure, Double.NaN, Double.NaN);
        }

        static Cost none() {
            return of(Double.NaN);
        }
    }

    /** One row of one round. */
    private record Pair(Cost ours, Cost least) {
        double ratio() {
            return ours.figure() / least.figure();
        }
    }

    private final Map<BenchRow, List<Pair>> rounds = new EnumMap<>(BenchRow.class);

    void add(BenchRow row, Cost ours, Cost least) {
        rounds.computeIfAbsent(row, r -> new ArrayList<>()).add(new Pair(ours, least));
    }

    boolean hasAllRows() {
        return rounds.size() == BenchRow.values().length;
    }

    double figure(BenchRow row) {
        return median(row, pair -> pair.ours().figure());
    }

    boolean isReached(BenchRow row) {
        return row.isReached(judged(row), figure(row));
    }

    private double judged(BenchRow row) {
        return row.isCompared() ? median(row, Pair::ratio) : figure(row);
    }

    private double median(BenchRow row, ToDoubleFunction<Pair> value) {
        double[] sorted = rounds.getOrDefault(row, List.of()).stream()
                .mapToDouble(value)
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    String lastRound() {
        StringBuilder text = new StringBuilder();
        rounds.forEach((row, pairs) -> {
            Pair last = pairs.getLast();
            text.append("  %-55s %10s %-4s against %10s  ratio %s%n"
                    .formatted(
                            row.figure,
                            text(last.ours().figure()),
                            row.unit,
                            text(last.least().figure()),
                            text(last.ratio())));
        });
        return text.toString();
    }

    void print(PrintStream out) {
        String format = "| %2s | %-55s | %10s | %10s | %-28s | %6s | %-17s | %-7s | %7s | %7s | %8s |%n";
        out.println();
        out.printf(
                format,
                "",
                "figure",
                "hub",
                "other",
                "other is",
                "ratio",
                "goal",
                "reached",
                "hub us",
                "pg us",
                "other us");
        out.println("|---:|---|---:|---:|---|---:|---|---|---:|---:|---:|");
        for (BenchRow row : rounds.keySet()) {
            out.printf(
                    format,
                    row.number,
                    row.figure,
                    text(figure(row)) + " " + row.unit,
                    row.isCompared() ? text(median(row, pair -> pair.least().figure())) : "",
                    row.against,
                    row.isCompared() ? text(judged(row)) : "",
                    row.goalText(),
                    isReached(row) ? "yes" : "no",
                    text(median(row, pair -> pair.ours().hubMicros())),
                    text(median(row, pair -> pair.ours().postgresMicros())),
                    text(median(row, BenchTable::otherMicros)));
        }
    }

    /** Of the bare handler its own process counts too; pgbench leaves only PostgreSQL's. */
    private static double otherMicros(Pair pair) {
        return pair.least().hubMicros() + pair.least().postgresMicros();
    }

    String json(BenchOptions options) {
        ObjectNode report = JSON.createObjectNode();
        report.put("rounds", options.rounds()).put("seconds", options.seconds()).put("wallets", options.wallets());
        report.put("processors", Runtime.getRuntime().availableProcessors());
        ArrayNode rows = report.putArray("rows");
        for (BenchRow row : rounds.keySet()) {
            ObjectNode each = rows.addObject();
            each.put("row", row.number).put("figure", row.figure).put("unit", row.unit);
            put(each, "value", figure(row));
            if (row.isCompared()) {
                each.put("against", row.against);
                put(each, "other", median(row, pair -> pair.least().figure()));
                put(each, "ratio", judged(row));
                put(each, "otherCpuMicros", median(row, BenchTable::otherMicros));
            }
            put(each, "hubCpuMicros", median(row, pair -> pair.ours().hubMicros()));
            put(each, "postgresCpuMicros", median(row, pair -> pair.ours().postgresMicros()));
            each.put("goal", row.goalText()).put("reached", isReached(row));
            ArrayNode values = each.putArray("values");
            rounds.getOrDefault(row, List.of())
                    .forEach(pair -> values.add(pair.ours().figure()));
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        }
    }

    static String text(double value) {
        if (!Double.isFinite(value)) {
            return "";
        }
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
