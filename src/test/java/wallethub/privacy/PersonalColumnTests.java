package wallethub.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.testing.TestDatabase;

/** The page on personal data says of each column that can hold words what it holds; a new one without a place fails here. */
class PersonalColumnTests {

    private static final Path PAGE = Path.of("docs/operating/personal-data.md");
    private static final Pattern KIND = Pattern.compile("(?m)^\\| \\*\\*([a-z ]+)\\*\\* \\|.*\\| (.*) \\|$");
    private static final Pattern OF_TABLE = Pattern.compile("`([a-z_]+)`: ([a-z0-9_, ]+)");

    @Test
    void everyColumnThatCanHoldWordsHasItsPlaceOnThePage() throws IOException {
        Set<String> placed = new TreeSet<>();
        columnsOnThePage().values().forEach(placed::addAll);
        assertThat(placed).isEqualTo(new TreeSet<>(columnsInTheDatabase()));
    }

    /** What the page calls a person's is what the canary sings from, and from where it is gone after an erasure. */
    @Test
    void aPersonsAreTheColumnsThatAnErasureEmpties() throws IOException {
        try (ErasureFixture hub = new ErasureFixture()) {
            hub.live();
            assertThat(new TreeSet<>(hub.found())).isEqualTo(columnsOnThePage().get("a person"));
        }
    }

    private static List<String> columnsInTheDatabase() {
        return JdbcClient.create(TestDatabase.behind(TestDatabase.fresh()))
                .sql("""
                        select c.table_name || '.' || c.column_name
                        from information_schema.columns c
                            join information_schema.tables t using (table_schema, table_name)
                        where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
                            and c.data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY', 'xml',
                                'USER-DEFINED', 'inet', 'cidr', 'hstore', 'tsvector')
                            and c.table_name <> 'flyway_schema_history'
                        """)
                .query(String.class)
                .list();
    }

    /** By kind; a column that stands in two places fails too. */
    private static Map<String, Set<String>> columnsOnThePage() throws IOException {
        Map<String, Set<String>> kinds = new TreeMap<>();
        Set<String> all = new TreeSet<>();
        Matcher lines = KIND.matcher(Files.readString(PAGE));
        while (lines.find()) {
            Set<String> columns = kinds.computeIfAbsent(lines.group(1), kind -> new TreeSet<>());
            Matcher tables = OF_TABLE.matcher(lines.group(2));
            while (tables.find()) {
                for (String column : tables.group(2).split(",\\s*", -1)) {
                    String name = tables.group(1) + "." + column.strip();
                    assertThat(all.add(name)).as(name + " stands in two places").isTrue();
                    columns.add(name);
                }
            }
        }
        return kinds;
    }
}
