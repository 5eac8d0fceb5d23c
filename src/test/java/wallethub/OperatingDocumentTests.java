package wallethub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.testing.TestDatabase;

/** What the night page tells somebody half asleep to type works, and what it tells them to look at is there. */
class OperatingDocumentTests {

    private static final Path PAGE = Path.of("docs/operating/README.md");
    private static final Path MESSAGES = Path.of("docs/operating/notify.md");
    private static final Path FEEDS = Path.of("docs/operating/erp-feed.md");
    private static final Pattern SQL = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern METRIC = Pattern.compile("\\bhub_[a-z_]+");
    private static final Pattern METER = Pattern.compile("\"(hub\\.[a-z.]+)\"");

    @Test
    void everyStatementRuns() throws Exception {
        JdbcClient jdbc = JdbcClient.create(TestDatabase.fresh());
        List<String> statements = SQL.matcher(
                        Files.readString(PAGE) + Files.readString(MESSAGES) + Files.readString(FEEDS))
                .results()
                .flatMap(block -> List.of(block.group(1).split(";")).stream())
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
        assertThat(statements).hasSizeGreaterThan(10);
        for (String statement : statements) {
            if (statement.startsWith("select")) {
                assertThat(jdbc.sql(statement).query().listOfRows())
                        .as(statement)
                        .isNotNull();
            } else {
                assertThat(jdbc.sql(statement).update()).as(statement).isZero();
            }
        }
    }

    @Test
    void everyMetricThatItNamesIsOneOfTheHub() throws Exception {
        TreeSet<String> meters = sources()
                .flatMap(source -> METER.matcher(source)
                        .results()
                        .map(match -> match.group(1).replace('.', '_')))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(METRIC.matcher(Files.readString(PAGE))
                        .results()
                        .map(match -> match.group().replaceAll("_(total|seconds_count|seconds_sum)$", "")))
                .isNotEmpty()
                .isSubsetOf(meters);
    }

    private static Stream<String> sources() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream()
                    .map(OperatingDocumentTests::text);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
