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
            results = certification.play(row -> (row.fault() + " " + row.operation()).contains(only), Certify::told);
            system = certification.system();
        }
        long failed = results.stream().filter(row -> !row.passed()).count();
        long seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
        System.out.println(results.size() + " rows, " + failed + " failed, " + seconds + " s");
        if (failed > 0 || results.isEmpty()) {
            System.out.println("No certificate. What is left: " + directory);
            return 1;
        }
        Folders.remove(directory);
        if (!only.isEmpty()) {
            return 0;
        }
        if (!before.equals(ConnectorFiles.read(ROUTES, MAPPINGS, KIND, connector))) {
            System.out.println("No certificate: the files changed meanwhile.");
            return 1;
        }
        System.out.println("Certificate: " + write(ROUTES, connector, system, before, results));
        return 0;
    }

    /** @throws IllegalArgumentException when a row failed: that is not certified */
    static Path write(Path routes, String connector, String system, ConnectorFiles files, List<Row.Result> results) {
        if (results.isEmpty() || !results.stream().allMatch(Row.Result::passed)) {
            throw new IllegalArgumentException("only what passed is certified");
        }
        Path folder = ConnectorFiles.folder(routes, KIND, connector);
        Path file = folder.resolve(ConnectorFiles.CERTIFICATE);
        certificate(connector, system, folder, files, results).write(file);
        return file;
    }

    private static ConnectorCertificate certificate(
            String connector, String system, Path folder, ConnectorFiles files, List<Row.Result> results) {
        return new ConnectorCertificate(
                KIND,
                connector,
                system,
                files.sha256(),
                files.hashes(),
                capabilities(folder.resolve(ConnectorFiles.DECLARATION)),
                results.stream()
                        .map(row -> new ConnectorCertificate.Row(row.fault(), row.operation(), row.passed()))
                        .toList());
    }

    private static Map<String, Object> capabilities(Path file) {
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

    /** One line for each row, as it ends; what failed says why. */
    private static synchronized Row.Result told(Row.Result row) {
        String reason = row.reason() == null ? "" : row.reason().replaceAll("\\s+", " ");
        System.out.printf(
                Locale.ROOT,
                "%-38s %-18s %4d s  %s%n",
                row.fault(),
                row.operation(),
                row.took().toSeconds(),
                row.passed() ? "pass" : "FAIL " + reason.substring(0, Math.min(reason.length(), REASON_MAX)));
        return row;
    }
}
