package wallethub.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/** The two roles of the hub, made with the very statements that {@code docs/operating/roles.sql} gives to whoever runs it. */
public final class DatabaseRoles {

    /** Migrates. */
    public static final String OWNER = "hub_owner";

    /** Serves. */
    public static final String APP = "hub_app";

    private static final Path STATEMENTS = Path.of("docs/operating/roles.sql");
    private static final Pattern NOT_SQL = Pattern.compile("(?m)^(\\\\|--).*$");
    private static final Pattern MADE = Pattern.compile("create role (\\w+) .*", Pattern.DOTALL);

    private DatabaseRoles() {}

    /**
     * Makes the roles, when the server has none yet, and opens the connection's database to them and to nobody else.
     *
     * @param superuser connected to the hub's database
     */
    public static void prepare(Connection superuser, String ownerPassword, String appPassword) throws SQLException {
        try (var statement = superuser.createStatement()) {
            for (String sql : statements(superuser.getCatalog(), ownerPassword, appPassword)) {
                var made = MADE.matcher(sql);
                if (!made.matches() || !exists(superuser, made.group(1))) {
                    statement.execute(sql);
                }
            }
        }
    }

    /** As psql reads the file: its own commands left out, its variables filled in. */
    private static List<String> statements(String database, String ownerPassword, String appPassword) {
        try {
            String text = NOT_SQL.matcher(Files.readString(STATEMENTS))
                    .replaceAll("")
                    .replace(":'owner_password'", "'" + plain(ownerPassword) + "'")
                    .replace(":'app_password'", "'" + plain(appPassword) + "'")
                    .replace(":\"DBNAME\"", "\"" + plain(database) + "\"");
            return List.of(text.strip().split("\\s*;\\s*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(String word) {
        if (!word.matches("[A-Za-z0-9_]{1,63}")) {
            throw new IllegalArgumentException("not a plain word");
        }
        return word;
    }

    private static boolean exists(Connection connection, String role) throws SQLException {
        try (var statement = connection.prepareStatement("select 1 from pg_roles where rolname = ?")) {
            statement.setString(1, role);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
