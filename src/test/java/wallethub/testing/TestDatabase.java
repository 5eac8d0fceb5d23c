package wallethub.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Real PostgreSQL for tests: one server per JVM, migrated once, and a fresh copy of the migrated database for whoever
 * asks.
 */
public final class TestDatabase {

    private static final String TEMPLATE = "hub_template";
    private static final AtomicInteger COPIES = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();

    private TestDatabase() {}

    /** An empty, migrated database of its own. */
    public static DataSource fresh() {
        return SERVER.getDatabase("postgres", freshName());
    }

    /** The JDBC URL of an empty, migrated database of its own; user {@code postgres}, no password. */
    public static String freshUrl() {
        return SERVER.getJdbcUrl("postgres", freshName());
    }

    private static synchronized String freshName() {
        String name = "hub_" + COPIES.incrementAndGet();
        execute("create database " + name + " template " + TEMPLATE);
        return name;
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .start();
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + TEMPLATE);
            }
            Flyway.configure()
                    .dataSource(server.getDatabase("postgres", TEMPLATE))
                    .load()
                    .migrate();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the template database could not be made", e);
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
