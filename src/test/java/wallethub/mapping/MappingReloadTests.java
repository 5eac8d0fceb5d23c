package wallethub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files edited under a running hub. */
class MappingReloadTests {

    private static final Duration LIVE_WITHIN = Duration.ofSeconds(2);

    @TempDir
    Path root;

    private MappingFolder folder;
    private Mappings mappings;
    private MappingsWatch watch;

    @BeforeEach
    void start() {
        folder = new MappingFolder(root).right();
        mappings = folder.mappings();
        watch = new MappingsWatch(mappings, folder.settings());
        watch.start();
    }

    @AfterEach
    void stop() {
        watch.stop();
    }

    @Test
    void anEditedFileIsLiveWithinTwoSeconds() {
        folder.write("shop/order.yaml", MappingFolder.RIGHT.replace("version: 1", "version: 2"));
        await().atMost(LIVE_WITHIN).until(() -> version() == 2);
    }

    @Test
    void aFileInANewFolderIsLiveWithinTwoSeconds() {
        folder.write(
                "mall/order.yaml",
                MappingFolder.RIGHT
                        .replace("name: shop.order", "name: mall.order")
                        .replace("lane: shop", "lane: mall"));
        await().atMost(LIVE_WITHIN).until(() -> mappings.active().all().size() == 2);
    }

    @Test
    void aBrokenFileChangesNothingAndIsReportedWithItsPlace() {
        String hash = mappings.active().hash();
        folder.write("shop/order.yaml", MappingFolder.RIGHT.replace("\"total\": dec-string", "\"total\": round"));
        await().atMost(LIVE_WITHIN).until(() -> !mappings.lastFindings().isEmpty());
        assertThat(mappings.active().hash()).isEqualTo(hash);
        assertThat(mappings.lastFindings()).first().satisfies(finding -> {
            assertThat(finding.file()).isEqualTo("shop/order.yaml");
            assertThat(finding.line()).isEqualTo(14);
            assertThat(finding.column()).isPositive();
            assertThat(finding.code()).isNotEmpty();
        });
    }

    @Test
    void oneBrokenFileKeepsTheOtherChangesOutToo() {
        folder.write("shop/order.yaml", MappingFolder.RIGHT.replace("version: 1", "version: 2"))
                .write("mall/order.yaml", "name: [");
        await().atMost(LIVE_WITHIN).until(() -> !mappings.lastFindings().isEmpty());
        assertThat(version()).isEqualTo(1);
    }

    @Test
    void theRepairedFileIsTakenAndTheErrorGoes() {
        folder.write("shop/order.yaml", "name: [");
        await().atMost(LIVE_WITHIN).until(() -> !mappings.lastFindings().isEmpty());
        folder.write("shop/order.yaml", MappingFolder.RIGHT.replace("version: 1", "version: 3"));
        await().atMost(LIVE_WITHIN).until(() -> version() == 3);
        assertThat(mappings.lastFindings()).isEmpty();
    }

    @Test
    void aFileWrittenInHalvesIsTakenWhole() throws IOException {
        String next = MappingFolder.RIGHT.replace("version: 1", "version: 4");
        Path file = root.resolve("shop/order.yaml");
        Files.writeString(file, next.substring(0, next.length() / 2));
        Files.writeString(file, next);
        await().atMost(LIVE_WITHIN).until(() -> version() == 4);
        assertThat(mappings.active().all()).hasSize(1);
    }

    @Test
    void aFileMovedIntoPlaceIsLiveWithinTwoSeconds(@TempDir Path elsewhere) throws IOException {
        Path written = Files.writeString(
                elsewhere.resolve("order.yaml"), MappingFolder.RIGHT.replace("version: 1", "version: 5"));
        Files.move(written, root.resolve("shop/order.yaml"), StandardCopyOption.REPLACE_EXISTING);
        await().atMost(LIVE_WITHIN).until(() -> version() == 5);
    }

    @Test
    void anEmptiedFolderKeepsTheOldSet() throws IOException {
        Files.delete(root.resolve("shop/order.yaml"));
        await().atMost(LIVE_WITHIN).until(() -> !mappings.lastFindings().isEmpty());
        assertThat(mappings.lastFindings()).extracting(Finding::code).containsExactly("NO_MAPPINGS");
        assertThat(mappings.active().all()).hasSize(1);
    }

    @Test
    void aFolderThatDoesNotLoadStopsTheStart(@TempDir Path broken) {
        MappingFolder other = new MappingFolder(broken).write("shop/order.yaml", "name: [");
        assertThatThrownBy(other::mappings)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("YAML_SYNTAX");
    }

    private int version() {
        return mappings.active().find("shop.order").orElseThrow().version();
    }
}
