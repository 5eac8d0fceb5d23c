package wallethub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The file tree: names, routes, links, migrations. */
class TidyTests {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern BANNED_NAME =
            Pattern.compile(".*(Util|Utils|Helper|Common|Impl|Manager|Processor|Data|Info|Misc)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");

    @Test
    void everyRouteHasAnIdThatNamesItsFileAndADescription() {
        List<String> faults = new ArrayList<>();
        for (Path file : files("routes", ".camel.yaml")) {
            for (JsonNode item : yaml(file)) {
                JsonNode route = item.path("route");
                if (!route.isMissingNode()) {
                    if (route.path("id").asText().isBlank()) faults.add(file + ": a route without id");
                    if (route.path("description").asText().length() < 20)
                        faults.add(file + ": a route without description");
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void noClassHasANameThatSaysNothing() {
        List<String> bad = files("src", ".java").stream()
                .map(path -> path.getFileName().toString().replace(".java", ""))
                .filter(name -> BANNED_NAME.matcher(name).matches())
                .toList();
        assertThat(bad).isEmpty();
    }

    /** Such a line would have the name twice, and a JSON line with a name twice is not written at all. */
    @Test
    void noLogLineNamesWhatTheContextPutsOnEveryLine() throws IOException {
        Pattern named = Pattern.compile("addKeyValue\\(\"(correlationId|traceId|traceparent|deliveryId)\"");
        List<Path> bad = new ArrayList<>();
        for (Path path : files("src/main", ".java")) {
            if (named.matcher(Files.readString(path)).find()) {
                bad.add(path);
            }
        }
        assertThat(bad).isEmpty();
    }

    @Test
    void everyLinkInTheDocumentsLeadsSomewhere() {
        List<String> dead = new ArrayList<>();
        List<Path> documents = new ArrayList<>(files("docs", ".md"));
        documents.add(Path.of("README.md"));
        documents.add(Path.of("CHANGELOG.md"));
        for (Path document : documents) {
            LINK.matcher(text(document)).results().forEach(match -> {
                if (!Files.exists(document.resolveSibling(match.group(1)).normalize())) {
                    dead.add(document + " -> " + match.group(1));
                }
            });
        }
        assertThat(dead).isEmpty();
    }

    /** A merged migration is never edited: its hash is on record beside it. What is repeated is made to be edited. */
    @Test
    void noMigrationWasEditedAfterItWasMerged() {
        String recorded = files("src/main/resources/db/migration", ".sql").stream()
                .filter(path -> path.getFileName().toString().startsWith("V"))
                .map(path -> sha256(text(path)) + "  " + path.getFileName() + "\n")
                .collect(Collectors.joining());
        GeneratedDocument.matches(Path.of("src/main/resources/db/migrations.sha256"), recorded);
    }

    @Test
    void everyMigrationSaysWhyInItsFirstLine() {
        assertThat(files("src/main/resources/db/migration", ".sql"))
                .allSatisfy(path -> assertThat(text(path)).startsWith("-- "));
    }

    @Test
    void nothingCommittedNamesAPathOfOneMachine() {
        Pattern machine = Pattern.compile("/(?:work|tmp|root|home)/[a-z]");
        List<Path> all = new ArrayList<>();
        for (String folder : List.of("src/main", "routes", "mappings", "docs")) {
            all.addAll(files(folder, ""));
        }
        assertThat(all.stream().filter(path -> machine.matcher(text(path)).find()))
                .isEmpty();
    }

    private static List<Path> files(String folder, String ending) {
        try (var walk = Files.walk(Path.of(folder))) {
            return walk.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
