package wallethub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What README and the recipes tell a reader to type or to open is there, and is run by a test. */
class ReadmeTests {

    private static final Path README = Path.of("README.md");
    // Printed by ./hub run; RunIT pastes what is printed.
    private static final Path WALK = Path.of("samples/walk.sh");
    private static final Pattern FENCE = Pattern.compile("```bash\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern VERB = Pattern.compile("\\./hub ([a-z]+)");
    private static final Pattern USAGE = Pattern.compile("^\\./hub ([a-z]+)", Pattern.MULTILINE);
    private static final Pattern NAMED_PATH =
            Pattern.compile("`((?:docs|routes|mappings|src|target|docker)[A-Za-z0-9_./-]*)`");
    private static final int TEN_MINUTES_OF_WORDS = 1500;

    // Each command of a fence, and the test that runs it.
    private static final Map<String, String> RUN_BY = Map.ofEntries(
            Map.entry("./hub demo", "embedded/DemoIT"),
            Map.entry("./hub run", "embedded/RunIT"),
            Map.entry("./hub demo --erp tryton", "embedded/DemoIT"),
            Map.entry("./hub run --erp tryton", "embedded/RunIT"),
            Map.entry("./hub reconcile", "embedded/DemoIT"),
            Map.entry("./hub audit verify", "embedded/DemoIT"),
            Map.entry("samples/store/shop", "scenario/StoreSampleIT"),
            Map.entry("./hub check", "ReadmeTests"),
            Map.entry("./hub lint", "embedded/HubVerbsIT"),
            Map.entry("./hub test", "embedded/HubVerbsIT"),
            Map.entry("./hub map erp.entry < some-event.json", "embedded/HubVerbsIT"),
            Map.entry("java -jar target/wallet-hub.jar", "embedded/ProductionJarIT"));
    // It changes the machine; a test would not.
    private static final String RUN_BY_CI = "samples/tryton/tryton install";

    @Test
    void everyFencedCommandIsRunByATest() throws Exception {
        List<String> commands = new ArrayList<>();
        String walk = Files.readString(WALK);
        for (Path document : documents()) {
            FENCE.matcher(Files.readString(document))
                    .results()
                    .map(fence -> fence.group(1))
                    .filter(fence -> !fence.equals(walk))
                    .forEach(fence -> fence.lines()
                            .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                            .filter(line -> !line.isEmpty() && !line.equals(RUN_BY_CI))
                            .forEach(commands::add));
        }
        assertThat(Files.readString(Path.of(".ci/run"))).contains(RUN_BY_CI);
        assertThat(commands).isNotEmpty().allSatisfy(command -> {
            assertThat(RUN_BY).containsKey(command);
            assertThat(Path.of("src/test/java/wallethub", RUN_BY.get(command) + ".java"))
                    .exists();
        });
    }

    @Test
    void theWalkIsTheOneThatTheHubPrintsAndItsTestRuns() throws Exception {
        assertThat(Files.readString(README)).contains("```bash\n" + Files.readString(WALK) + "```");
    }

    @Test
    void everyVerbThatADocumentNamesIsOneOfTheScript() throws Exception {
        String script = Files.readString(Path.of("hub"));
        TreeSet<String> verbs = new TreeSet<>(
                USAGE.matcher(script).results().map(match -> match.group(1)).toList());
        assertThat(verbs).contains("demo", "run", "check", "lint", "test", "map", "drill");
        verbs.forEach(verb -> assertThat(script).containsPattern("(?m)^  [a-z |-]*\\b" + verb + "\\b[a-z |-]*\\)"));
        for (Path document : allDocuments()) {
            assertThat(VERB.matcher(Files.readString(document)).results().map(match -> match.group(1)))
                    .as(document.toString())
                    .isSubsetOf(verbs);
        }
    }

    @Test
    void everyPathThatReadmeNamesExists() throws Exception {
        List<String> missing = NAMED_PATH
                .matcher(Files.readString(README))
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(path -> !path.startsWith("target"))
                .filter(path -> !Files.exists(Path.of(path)) && !isStartOfAName(path))
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void readmeIsATenMinuteRead() throws Exception {
        assertThat(Files.readString(README).split("\\s+")).hasSizeLessThan(TEN_MINUTES_OF_WORDS);
    }

    /** The walk names files without their ending, as routes do. */
    private static boolean isStartOfAName(String path) {
        return Files.exists(Path.of(path + ".camel.yaml"));
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(README));
        try (var recipes = Files.list(Path.of("docs/recipes"))) {
            recipes.forEach(documents::add);
        }
        return documents;
    }

    private static List<Path> allDocuments() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(README));
        try (var files = Files.walk(Path.of("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        return documents;
    }
}
