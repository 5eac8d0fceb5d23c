package wallethub.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A CSV file of {@code key,value} lines with that header, as {@code lookup} reads it. Lines starting with # are comments. */
final class LookupTable {

    static final int ROWS_MAX = 100_000;

    private final Map<String, String> rows;

    private LookupTable(Map<String, String> rows) {
        this.rows = Map.copyOf(rows);
    }

    /** @throws FindingException naming the line that is no row */
    static LookupTable parse(String file, String text) {
        Map<String, String> rows = new HashMap<>();
        List<String> lines = text.lines().toList();
        boolean header = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (header) {
                require(line.equals("key,value"), file, i, "the first line is not key,value");
                header = false;
                continue;
            }
            int comma = line.indexOf(',');
            require(comma > 0 && line.indexOf(',', comma + 1) < 0 && !line.contains("\""), file, i, "not key,value");
            String key = line.substring(0, comma).strip();
            require(rows.put(key, line.substring(comma + 1).strip()) == null, file, i, "the key " + key + " twice");
            require(rows.size() <= ROWS_MAX, file, i, "more than " + ROWS_MAX + " rows");
        }
        require(!header, file, 0, "no header key,value");
        return new LookupTable(rows);
    }

    Optional<String> find(String key) {
        return Optional.ofNullable(rows.get(key));
    }

    private static void require(boolean holds, String file, int line, String message) {
        if (!holds) {
            throw new FindingException(Finding.error(
                    file,
                    new Position(line + 1, 1),
                    "TABLE_FORMAT",
                    message,
                    "key,value then one row a line, no quotes"));
        }
    }
}
