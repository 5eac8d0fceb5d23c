package wallethub.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Real PostgreSQL for tests: one server per JVM, migrated once by {@code hub_owner}, and a fresh copy of the migrated
 * database for whoever asks. Served by {@code hub_app}, as in production; what only the owner may do has a method of its
 * own.
 */
public final class TestDatabase {

    private static final String TEMPLATE = "hub_template";
    private static final AtomicInteger COPIES = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();

    private TestDatabase() {}

    /** An empty, migrated database of its own, as {@code hub_app} doing the hub's own work: it sees all rows. */
    public static DataSource fresh() {
        return inSystemScope(DatabaseRoles.APP, freshName());
    }

    /** The same database as {@code hub_app} in no scope, as a connection of the hub begins. */
    public static DataSource withoutScope(DataSource database) {
        return SERVER.getDatabase(DatabaseRoles.APP, name(database));
    }

    /** The JDBC URL of an empty, migrated database of its own; users {@code hub_app} and {@code hub_owner}, no password. */
    public static String freshUrl() {
        return "jdbc:postgresql://localhost:" + SERVER.getPort() + "/" + freshName();
    }

    /** As {@link #freshUrl}, in the system scope from the first statement on. */
    public static String freshSystemUrl() {
        return freshUrl() + "?options=-c%20hub.scope%3Dsystem";
    }

    /** The same database as the superuser, whom no rule binds but triggers: to prepare and to look behind the hub. */
    public static DataSource behind(DataSource database) {
        return SERVER.getDatabase("postgres", name(database));
    }

    /** The same database as {@code hub_owner}, seeing all rows. */
    public static DataSource asOwner(DataSource database) {
        return inSystemScope(DatabaseRoles.OWNER, name(database));
    }

    public static DataSource ownerWithoutScope(DataSource database) {
        return SERVER.getDatabase(DatabaseRoles.OWNER, name(database));
    }

    private static DataSource inSystemScope(String role, String name) {
        PGSimpleDataSource database = (PGSimpleDataSource) SERVER.getDatabase(role, name);
        database.setOptions("-c hub.scope=system");
        return database;
    }

    /**
     * What a server of the hub is told, so that the owner migrates and the other role serves. Quartz keeps its databases by the
     * scheduler's name for the whole JVM: with one name for all, a server would go on in the database of the one started last.
     */
    public static Map<String, String> settings(String url) {
        return Map.of(
                "spring.datasource.url",
                url,
                "spring.datasource.username",
                DatabaseRoles.APP,
                "spring.datasource.password",
                "",
                "spring.flyway.user",
                DatabaseRoles.OWNER,
                "spring.flyway.password",
                "",
                "spring.quartz.scheduler-name",
                schedulerName(url));
    }

    /** Another one for each database. */
    public static String schedulerName(String url) {
        return "wallet-hub-" + url.replaceAll("[?].*|.*/", "");
    }

    private static String name(DataSource database) {
        try {
            if (database.isWrapperFor(PGSimpleDataSource.class)) {
                return database.unwrap(PGSimpleDataSource.class).getDatabaseName();
            }
            try (var connection = database.getConnection()) {
                return connection.getCatalog();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not say its name", e);
        }
    }

    private static synchronized String freshName() {
        String name = "hub_" + COPIES.incrementAndGet();
        execute("create database " + name + " template " + TEMPLATE);
        // Not copied with the template.
        prepare(SERVER, name);
        return name;
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    // No test of this server takes the power away; what a killed process wrote is in the system's
                    // cache.
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .start();
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + TEMPLATE);
            }
            prepare(server, TEMPLATE);
            Flyway.configure()
                    .dataSource(server.getDatabase(DatabaseRoles.OWNER, TEMPLATE))
                    .placeholders(Map.of("app", DatabaseRoles.APP))
                    .load()
                    .migrate();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the template database could not be made", e);
        }
    }

    private static void prepare(EmbeddedPostgres server, String name) {
        try (var connection = server.getDatabase("postgres", name).getConnection()) {
            DatabaseRoles.prepare(connection, "unused", "unused");
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " could not be prepared", e);
        }
    }

    private static void execute(String sql) {
        try (var connection = SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
