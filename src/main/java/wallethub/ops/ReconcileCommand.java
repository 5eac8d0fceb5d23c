package wallethub.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code hub reconcile}: asks a running hub on this machine to compare itself with the ERP, waits, and prints what it found;
 * 1 when something is unexplained, 2 when the run failed or nobody answered.
 */
@Command(
        name = "reconcile",
        description = "Compares the running hub with the ERP; 1 when something is unexplained.",
        mixinStandardHelpOptions = true)
class ReconcileCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int SHOWN_MAX = 100;

    @Option(names = "--json", description = "The run as the hub answers it, instead of tables.")
    private boolean json;

    @Mixin
    private final RunningHub hub = new RunningHub();

    @Option(names = "--key", description = "Asked for by the same key again, it is the same run; otherwise a new one.")
    private String key = "command:" + UUID.randomUUID();

    @Option(names = "--wait", description = "Seconds to wait for the run; ${DEFAULT-VALUE}.", defaultValue = "1800")
    private long seconds;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(RunningHub.CONNECT).build()) {
            JsonNode run = finished(client, begun(client, end), end);
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            if (json) {
                out.println(run.toPrettyString());
            } else {
                print(run, out);
            }
            out.flush();
            return exit(run);
        }
    }

    private static int exit(JsonNode run) {
        if (!run.path("state").asText().equals("DONE")) {
            return HubCommand.FAILED;
        }
        return run.path("unexplained").asLong() == 0 ? HubCommand.FINE : HubCommand.WRONG;
    }

    /** Waits for a run that is at work already, and then asks for its own. */
    private long begun(HttpClient client, long end) throws IOException, InterruptedException {
        JsonNode wish = JSON.createObjectNode().put("key", key);
        while (true) {
            JsonNode answer = hub.post(client, "/reconciliation", wish, CALL);
            if (!answer.path("outcome").asText().equals("busy")) {
                return answer.path("run").asLong();
            }
            pause(end);
        }
    }

    private JsonNode finished(HttpClient client, long id, long end) throws IOException, InterruptedException {
        while (true) {
            JsonNode run = hub.get(client, "/reconciliation/" + id, CALL);
            if (!run.path("state").asText().equals("RUNNING")) {
                return run;
            }
            pause(end);
        }
    }

    private static void pause(long end) throws IOException {
        if (System.nanoTime() > end) {
            throw new IOException("the run takes longer than --wait; it goes on");
        }
        LockSupport.parkNanos(LOOK.toNanos());
    }

    private static void print(JsonNode run, PrintWriter out) {
        out.printf("Run %d, %s", run.path("id").asLong(), run.path("state").asText());
        if (run.hasNonNull("failure")) {
            out.printf(": %s%n", run.path("failure").asText());
            return;
        }
        out.printf(
                ": %d wallets at %s, %d lines of the ERP%n%n",
                run.path("wallets").asLong(),
                run.path("snapshotAt").asText(),
                run.path("lines").asLong());
        table(
                run.path("totals"),
                out,
                List.of(
                        "currency",
                        "wallets",
                        "balance",
                        "erpConfirmed",
                        "inFlight",
                        "refused",
                        "erp",
                        "difference",
                        "unexplained"));
        table(run.path("causes"), out, List.of("cause", "currency", "count", "amount", "standing"));
        table(
                run.path("items"),
                out,
                List.of("wallet", "reference", "cause", "note", "hub", "erp", "currency", "numbers", "standing"));
        out.printf(
                "%d differences, %d of them standing, %d unexplained%n",
                run.path("differences").asLong(),
                run.path("standing").asLong(),
                run.path("unexplained").asLong());
    }

    private static void table(JsonNode rows, PrintWriter out, List<String> columns) {
        if (rows.isEmpty()) {
            return;
        }
        List<Integer> widths =
                columns.stream().map(column -> width(rows, column)).toList();
        line(out, columns, widths);
        for (int i = 0; i < Math.min(rows.size(), SHOWN_MAX); i++) {
            JsonNode row = rows.get(i);
            line(out, columns.stream().map(column -> text(row, column)).toList(), widths);
        }
        if (rows.size() > SHOWN_MAX) {
            out.println("... and more; --json shows them");
        }
        out.println();
    }

    private static int width(JsonNode rows, String column) {
        int widest = column.length();
        for (JsonNode row : rows) {
            widest = Math.max(widest, text(row, column).length());
        }
        return widest;
    }

    private static String text(JsonNode row, String column) {
        return row.hasNonNull(column) ? row.get(column).asText() : "-";
    }

    private static void line(PrintWriter out, List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(cells.get(i))
                    .append(" ".repeat(widths.get(i) - cells.get(i).length() + 2));
        }
        out.println(line.toString().stripTrailing());
    }
}
