package wallethub.certify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rows about entries, of the matrix against the connector {@code tryton} as shipped, and a running Tryton behind it.
 * Minutes of fences and time-outs: {@code CertificateTests} holds that the whole matrix was played for the files as they are.
 */
@EnabledIfSystemProperty(
        named = "hub.certify.tryton",
        matches = "true",
        disabledReason = "./hub certify tryton plays it")
@EnabledIf(
        value = "wallethub.embedded.TrytonServer#isInstalled",
        disabledReason = "no Tryton 6.0 to start; samples/tryton/tryton installed says why")
class CertifyTrytonIT {

    private static final Set<String> ENTRIES = Set.of(DeliveryRows.ENTRY, DeliveryRows.BATCH, "entries-since");

    @Test
    void theConnectorTrytonPassesTheMatrix(@TempDir Path directory) {
        try (Certification certification =
                Certification.start(directory, "tryton", Path.of("routes"), Path.of("mappings"))) {
            List<Row.Result> results =
                    certification.play(row -> ENTRIES.contains(row.operation()), UnaryOperator.identity());
            assertThat(results).hasSizeGreaterThan(30).allMatch(Row.Result::passed);
        }
    }
}
