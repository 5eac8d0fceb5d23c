package wallethub.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wallethub.ops.ConnectorFiles;
import wallethub.testing.Folders;

/** The matrix against the connector {@code rest} as shipped; and against one that was spoiled, which it must find out. */
class CertifyIT {

    private static final Set<String> READS = Set.of("pagination", "overlap polling", "malformed answer");

    @Test
    void theConnectorRestPassesTheMatrix(@TempDir Path directory) {
        Path routes = directory.resolve("routes");
        Folders.copy(Path.of("routes"), routes);
        ConnectorFiles files = ConnectorFiles.read(routes, Path.of("mappings"), "erp", "rest");
        List<Row.Result> results = played(
                directory.resolve("data"),
                routes,
                Path.of("mappings"),
                row -> row.operation().equals(DeliveryRows.ENTRY) || READS.contains(row.fault()));
        assertThat(results).hasSizeGreaterThan(25).allMatch(Row.Result::passed);
        assertThat(Certify.write(routes, "rest", "stand-in", files, results))
                .content()
                .contains(files.sha256());
    }

    /** A time-out is taken for "not done": the same bytes go out again at once, while the first may still be on their way. */
    @Test
    void aConnectorThatRepeatsAfterATimeOutFailsInExactlyTheRowsOfTimeOuts(@TempDir Path directory) throws IOException {
        Path mappings = directory.resolve("mappings");
        Folders.copy(Path.of("mappings"), mappings);
        Path entry = mappings.resolve("erp/entry.yaml");
        String spoiled = Files.readString(entry)
                .replace("{ error: [timeout, reset], as: unknown }", "{ error: [timeout, reset], as: retry }")
                .replace(
                        "{ response: { error: timeout }, expect: unknown }",
                        "{ response: { error: timeout }, expect: retry }");
        assertThat(spoiled).contains("[timeout, reset], as: retry");
        Files.writeString(entry, spoiled);
        Set<String> broken = Set.of("time-out before commit", "time-out after commit", "reset after commit");
        Set<String> others = Set.of("ok", "500 INTERNAL", "429 with Retry-After");

        List<Row.Result> results = played(
                directory.resolve("data"),
                Path.of("routes"),
                mappings,
                row -> row.operation().equals(DeliveryRows.ENTRY)
                        && (broken.contains(row.fault()) || others.contains(row.fault())));

        assertThat(results).hasSize(6);
        assertThat(results.stream()
                        .filter(row -> !row.passed())
                        .map(Row.Result::fault)
                        .collect(Collectors.toSet()))
                .isEqualTo(broken);
        assertThat(results)
                .filteredOn(row -> !row.passed())
                .allSatisfy(row -> assertThat(row.reason()).contains("unknown"));
        ConnectorFiles files = ConnectorFiles.read(Path.of("routes"), mappings, "erp", "rest");
        assertThatThrownBy(() -> Certify.write(directory, "rest", "stand-in", files, results))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(directory.resolve("connectors")).doesNotExist();
    }

    private static List<Row.Result> played(Path directory, Path routes, Path mappings, Predicate<Row> chosen) {
        try (Certification certification = Certification.start(directory, "rest", routes, mappings)) {
            return certification.play(chosen, UnaryOperator.identity());
        }
    }
}
