package wallethub.certify;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import wallethub.embedded.TrytonServer;
import wallethub.ops.ConnectorCertificate;
import wallethub.ops.ConnectorFiles;
import wallethub.testing.Folders;

/** The command {@code ./hub certify <connector>}: plays the fault matrix, prints it, and writes the certificate if all passed. */
public final class Certify {

    private static final String KIND = "erp";
    private static final Set<String> CONNECTORS = Set.of("rest", "tryton");
    private static final Path ROUTES = Path.of("routes");
    private static final Path MAPPINGS = Path.of("mappings");
    private static final int SKIPPED = 3;
    private static final int MISUSED = 2;
    private static final int REASON_MAX = 330;

    private Certify() {}

    /** {@code <connector> [--only words]}; with {@code --only} nothing is written, however it ends. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> words) {
        if (words.isEmpty() || !CONNECTORS.contains(words.getFirst())) {
            System.err.println("hub: certify knows the connectors "
                    + CONNECTORS.stream().sorted().toList());
            return MISUSED;
        }
        String connector = words.getFirst();
        if (connector.equals("tryton") && !TrytonServer.isInstalled()) {
            System.out.println("SKIPPED certify tryton: there is no Tryton to start");
            return SKIPPED;
        }
        String only = words.size() > 2 && words.get(1).equals("--only") ? words.get(2) : "";
        ConnectorFiles before = ConnectorFiles.read(ROUTES, MAPPINGS, KIND, connector);
        Path directory = Path.of(".hub", "certify-" + connector + "-" + System.nanoTime());
        long since = System.nanoTime();
        List<Row.Result> results;
        String system;
        try (Certification certification = Certification.start(directory, connector, ROUTES, MAPPINGS)) {
            results = certification.play(row -> (row.fault() + " " + row.operation()).contains(only));
            system = certification.system();
        }
        print(results, Duration.ofNanos(System.nanoTime() - since));
        boolean passed = !results.isEmpty() && results.stream().allMatch(Row.Result::passed);
        if (passed) {
            Folders.remove(directory);
        }
        if (passed && only.isEmpty()) {
            if (!before.equals(ConnectorFiles.read(ROUTES, MAPPINGS, KIND, connector))) {
                System.out.println("The files changed meanwhile: no certificate.");
                return 1;
            }
            Path file = ConnectorFiles.folder(ROUTES, KIND, connector).resolve(ConnectorFiles.CERTIFICATE);
            certificate(connector, system, before, results).write(file);
            System.out.println("Certificate: " + file);
        }
        return passed ? 0 : 1;
    }

    static ConnectorCertificate certificate(
            String connector, String system, ConnectorFiles files, List<Row.Result> results) {
        return new ConnectorCertificate(
                KIND,
                connector,
                system,
                files.sha256(),
                files.hashes(),
                capabilities(connector),
                results.stream()
                        .map(row -> new ConnectorCertificate.Row(row.fault(), row.operation(), row.passed()))
                        .toList());
    }

    private static Map<String, Object> capabilities(String connector) {
        Path file = ConnectorFiles.folder(ROUTES, KIND, connector).resolve(ConnectorFiles.DECLARATION);
        try {
            Map<String, Object> declared = new LinkedHashMap<>();
            new YAMLMapper()
                    .readTree(Files.readString(file))
                    .path("capabilities")
                    .properties()
                    .forEach(each -> declared.put(
                            each.getKey(),
                            each.getValue().isBoolean()
                                    ? each.getValue().asBoolean()
                                    : each.getValue().isInt()
                                            ? each.getValue().asInt()
                                            : each.getValue().asText()));
            return declared;
        } catch (IOException e) {
            throw new UncheckedIOException("what the connector declares cannot be read", e);
        }
    }

    /** One line for each row; what failed says why. */
    static void print(List<Row.Result> results, Duration took) {
        for (Row.Result row : results) {
            String reason = row.reason() == null ? "" : row.reason().replaceAll("\\s+", " ");
            System.out.printf(
                    Locale.ROOT,
                    "%-38s %-18s %4d s  %s%n",
                    row.fault(),
                    row.operation(),
                    row.took().toSeconds(),
                    row.passed() ? "pass" : "FAIL " + reason.substring(0, Math.min(reason.length(), REASON_MAX)));
        }
        long failed = results.stream().filter(row -> !row.passed()).count();
        System.out.printf(Locale.ROOT, "%d rows, %d failed, %d s%n", results.size(), failed, took.toSeconds());
    }
}
