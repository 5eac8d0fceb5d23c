package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import wallethub.ops.ConnectorCertificate.Row;

@ExtendWith(OutputCaptureExtension.class)
class CertificateHealthTests {

    private static final Row PASSED = new Row("time-out after commit", "ensure-entry", true);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Path routes;
    private Path mappings;
    private Path route;
    private Path certificate;
    private CertificateHealth health;

    @BeforeEach
    void aConnector(@TempDir Path directory) throws IOException {
        routes = directory.resolve("routes");
        mappings = directory.resolve("mappings");
        Path folder = Files.createDirectories(routes.resolve("connectors/erp/mine"));
        route = Files.writeString(folder.resolve("call.camel.yaml"), "- route: one");
        certificate = folder.resolve("certificate.json");
        Files.createDirectories(mappings.resolve("mine"));
        Files.createDirectories(mappings.resolve("erp"));
        Files.createDirectories(mappings.resolve("tables"));
        Files.writeString(mappings.resolve("erp/entry.yaml"), "name: erp.entry");
        Files.writeString(mappings.resolve("mine/books.yaml"), "name: mine.books");
        Files.writeString(mappings.resolve("tables/accounts.csv"), "a,b");
        health = new CertificateHealth(settings(), routes, mappings, meters);
    }

    @Test
    void isSilentWithAPassingCertificateOfExactlyTheFilesInForce(CapturedOutput output) throws IOException {
        certify(PASSED);
        assertSilent();
        health.atStart();
        assertThat(output).doesNotContain("not certified");

        Files.writeString(mappings.resolve("tables/accounts.csv"), "other,accounts");
        assertSilent();
    }

    @Test
    void warnsWithoutACertificateAndSaysTheCommand(CapturedOutput output) {
        assertWarns("there is none");
        health.atStart();
        assertThat(output).contains("the connector is not certified");
        assertThat(health.health().getDetails()).containsEntry("command", "./hub certify mine");
    }

    @Test
    void warnsOfEachFileThatIsOtherThanCertified() throws IOException {
        certify(PASSED);
        Files.writeString(route, "- route: two");
        assertWarns("it is of other files: routes/connectors/erp/mine/call.camel.yaml");

        certify(PASSED);
        assertSilent();
        Files.writeString(mappings.resolve("erp/entry.yaml"), "name: erp.entry # other");
        assertWarns("mappings/erp/entry.yaml");

        certify(PASSED);
        Files.writeString(mappings.resolve("mine/more.yaml"), "name: mine.more");
        assertWarns("mappings/mine/more.yaml");

        certify(PASSED);
        Files.delete(route);
        assertWarns("call.camel.yaml");
    }

    @Test
    void warnsOfAFailedRowAndOfACertificateThatNamesNone() {
        certify(PASSED, new Row("reset after commit", "ensure-entry", false));
        assertWarns("failed: reset after commit, ensure-entry");
        certify();
        assertWarns("it names no fault");
    }

    @Test
    void warnsOfACertificateThatCannotBeRead() throws IOException {
        Files.writeString(certificate, "{ \"kind\": ");
        assertWarns("it cannot be read");
        Files.writeString(certificate, "{}");
        assertWarns("it cannot be read");
    }

    private void certify(Row... rows) {
        ConnectorFiles files = ConnectorFiles.read(routes, mappings, "erp", "mine");
        new ConnectorCertificate(
                        "erp", "mine", "a system", files.sha256(), files.hashes(), Map.of("batchMax", 1), List.of(rows))
                .write(certificate);
    }

    private static ErpSettings settings() {
        return new ErpSettings(
                "mine",
                "http://127.0.0.1:9",
                "an-erp-token-of-the-tests",
                1,
                8,
                20,
                "",
                "",
                "",
                1,
                "WALLET",
                Duration.ofMinutes(4),
                Duration.ofMinutes(15));
    }

    private void assertSilent() {
        Health told = health.health();
        assertThat(told.getStatus()).isEqualTo(Status.UP);
        assertThat(told.getDetails()).doesNotContainKey("warning");
        assertThat(meters.get("hub.connector.certified").gauge().value()).isEqualTo(1);
    }

    private void assertWarns(String reason) {
        Health told = health.health();
        assertThat(told.getStatus()).isEqualTo(Status.UP);
        assertThat((String) told.getDetails().get("warning")).contains("not certified", reason);
        assertThat(meters.get("hub.connector.certified").gauge().value()).isZero();
    }
}
