package wallethub.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub audit}: asks a running hub on this machine about its audit. */
@Command(
        name = "audit",
        description = "Asks the running hub about its audit.",
        mixinStandardHelpOptions = true,
        subcommands = AuditCommand.Verify.class)
class AuditCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandSpec known = Objects.requireNonNull(spec);
        known.commandLine().usage(known.commandLine().getOut());
    }

    /**
     * {@code hub audit verify}: has the chain computed again, and compares it with exported heads; 1 when somebody touched
     * it, 2 when nobody answered or there was no time for all of it.
     */
    @Command(
            name = "verify",
            description = "Computes the chain of the audit again; 1 when it was touched.",
            mixinStandardHelpOptions = true)
    static class Verify implements Callable<Integer> {

        private static final JsonMapper JSON = new JsonMapper();
        // The hub gives itself five minutes.
        private static final Duration CALL = Duration.ofMinutes(6);
        private static final int LINES_AT_ONCE = 500;

        @Option(
                names = "--heads",
                description = "A file of exported heads, one JSON document a line; all of it is compared.")
        private @Nullable Path heads;

        @Option(names = "--from", description = "The first day in UTC; a month before --to where it is not given.")
        private @Nullable LocalDate from;

        @Option(names = "--to", description = "The last day; today where it is not given.")
        private @Nullable LocalDate to;

        @Option(names = "--json", description = "The report as the hub answers it, instead of lines.")
        private boolean json;

        @Mixin
        private final RunningHub hub = new RunningHub();

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() throws IOException, InterruptedException {
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            try (HttpClient client =
                    HttpClient.newBuilder().connectTimeout(RunningHub.CONNECT).build()) {
                JsonNode report = hub.get(client, query(), CALL);
                List<JsonNode> findings = new ArrayList<>();
                report.path("findings").forEach(findings::add);
                long compared = heads == null ? 0 : compare(client, heads, findings);
                print(report, findings, compared, out);
                out.flush();
                return exit(report, findings);
            }
        }

        private static int exit(JsonNode report, List<JsonNode> findings) {
            if (!findings.isEmpty()) {
                return HubCommand.WRONG;
            }
            return report.path("complete").asBoolean() ? HubCommand.FINE : HubCommand.FAILED;
        }

        private String query() {
            List<String> parameters = new ArrayList<>();
            if (from != null) {
                parameters.add("from=" + from);
            }
            if (to != null) {
                parameters.add("to=" + to);
            }
            return parameters.isEmpty() ? "/audit" : "/audit?" + String.join("&", parameters);
        }

        private long compare(HttpClient client, Path file, List<JsonNode> findings)
                throws IOException, InterruptedException {
            long count = 0;
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                List<String> lines = next(reader);
                while (!lines.isEmpty()) {
                    JsonNode wish = JSON.createObjectNode().put("heads", String.join("\n", lines));
                    hub.post(client, "/audit", wish, CALL).path("findings").forEach(findings::add);
                    count += lines.size();
                    lines = next(reader);
                }
            }
            return count;
        }

        /** One by one: a stream of the reader does not promise where it leaves it. */
        private static List<String> next(BufferedReader reader) throws IOException {
            List<String> lines = new ArrayList<>();
            String line = reader.readLine();
            while (line != null) {
                lines.add(line);
                line = lines.size() < LINES_AT_ONCE ? reader.readLine() : null;
            }
            return lines;
        }

        private void print(JsonNode report, List<JsonNode> findings, long compared, PrintWriter out) {
            if (json) {
                out.println(report.toPrettyString());
            }
            findings.forEach(found -> out.printf(
                    "%s stream %s sequence %s row %s%n",
                    found.path("kind").asText(),
                    found.path("stream").asText(),
                    found.path("sequence").asText("-"),
                    found.path("auditId").asText("-")));
            out.printf(
                    "%s to %s: %d links, %d heads, %d lines of the file: %s%n",
                    report.path("from").asText(),
                    report.path("to").asText(),
                    report.path("links").asLong(),
                    report.path("heads").asLong(),
                    compared,
                    verdict(report, findings));
            out.printf("%d rows wait for the chain%n", report.path("unchained").asLong());
        }

        private static String verdict(JsonNode report, List<JsonNode> findings) {
            if (!findings.isEmpty()) {
                return Math.max(report.path("findingCount").asLong(), findings.size()) + " findings";
            }
            return report.path("complete").asBoolean()
                    ? "untouched"
                    : "no time for all of it; untouched through "
                            + report.path("verifiedThrough").asText("-");
        }
    }
}
