package wallethub.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import wallethub.testing.DatabaseRoles;

/**
 * A real PostgreSQL server whose data outlive it. Every commit is forced to disk before it is answered: what runs here
 * keeps money too.
 *
 * <p>The server is no child of the terminal, so a Ctrl-C does not reach it before the hub has stopped. A server that an
 * earlier, killed process left behind is stopped first; PostgreSQL then recovers by itself.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String SUPERUSER = "postgres";
    private static final int NOBODY = 65_534;

    private final Path home;
    private final Path directory;
    private final Path data;
    private final Path log;
    private final IntSupplier wantedPort;
    private final String password;
    private final List<String> unprivileged;

    private int port;

    private EmbeddedPostgresServer(Path home, Path directory, IntSupplier wantedPort, String password) {
        this.home = home;
        this.directory = directory.toAbsolutePath();
        this.data = directory.resolve("data").toAbsolutePath();
        this.log = directory.resolve("postgresql.log").toAbsolutePath();
        this.wantedPort = wantedPort;
        this.password = password;
        this.unprivileged = unprivileged(directory);
    }

    /**
     * @param binaries where the programs are unpacked once, for any number of servers
     * @param directory keeps data and log; the same directory continues the same database
     * @param port 0 takes a free one
     * @param password of the superuser {@code postgres}, given when the directory is new
     */
    public static EmbeddedPostgresServer start(Path binaries, Path directory, int port, String password) {
        return start(binaries, directory, () -> port == 0 ? FreePorts.one() : port, password);
    }

    /** As above; the port is asked for when an orphan, which may hold it, has been stopped. */
    static EmbeddedPostgresServer start(Path binaries, Path directory, IntSupplier port, String password) {
        Path home = PostgresBinaries.under(binaries).toAbsolutePath();
        EmbeddedPostgresServer server = new EmbeddedPostgresServer(home, directory, port, password);
        server.prepare();
        server.stopOrphan();
        server.launch();
        return server;
    }

    public int port() {
        return port;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** As the superuser; for set-up and for tests that look behind the hub. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, password);
    }

    /** Makes a database and the role that owns it, which is no superuser; those that exist are left alone. */
    public void ensureDatabase(String name, String role, String rolePassword) {
        requirePlain(name);
        requirePlain(role);
        requirePlain(rolePassword);
        try (Connection connection = connect("postgres");
                var statement = connection.createStatement()) {
            if (!exists(connection, "select 1 from pg_roles where rolname = ?", role)) {
                statement.execute("create role " + role + " login password '" + rolePassword + "'");
            }
            if (!exists(connection, "select 1 from pg_database where datname = ?", name)) {
                statement.execute("create database " + name + " owner " + role);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " cannot be made", e);
        }
    }

    /** Makes a database for the hub, and the two roles of the hub; what exists is left alone. */
    public void ensureHubDatabase(String name, String ownerPassword, String appPassword) {
        requirePlain(name);
        try (Connection connection = connect("postgres");
                var statement = connection.createStatement()) {
            if (!exists(connection, "select 1 from pg_database where datname = ?", name)) {
                statement.execute("create database " + name);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " cannot be made", e);
        }
        try (Connection connection = connect(name)) {
            DatabaseRoles.prepare(connection, ownerPassword, appPassword);
        } catch (SQLException e) {
            throw new IllegalStateException("the roles of the hub cannot be made", e);
        }
    }

    public void dropDatabase(String name) {
        requirePlain(name);
        try (Connection connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " cannot be dropped", e);
        }
    }

    /** Starts it again after {@link #close}, on the same data and, as long as nobody has taken it, the same port. */
    public void startAgain() {
        launch();
    }

    /** Stops it in order; what is committed stays. */
    @Override
    public void close() {
        stop("fast");
    }

    private void prepare() {
        try {
            Files.createDirectories(directory);
            if (Files.exists(data.resolve("PG_VERSION"))) {
                return;
            }
            Files.createDirectories(data);
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            Path secret = directory.resolve("password");
            Files.writeString(secret, password, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            handOver(secret);
            try {
                program(
                        "initdb",
                        "-D",
                        data.toString(),
                        "-U",
                        SUPERUSER,
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "--auth=scram-sha-256",
                        "--pwfile=" + secret,
                        "--no-instructions");
            } finally {
                Files.deleteIfExists(secret);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the database directory cannot be made", e);
        }
    }

    /** With setpriv the server runs as nobody, who must own what it writes. */
    private void handOver(Path secret) throws IOException {
        if (!unprivileged.isEmpty() && unprivileged.getFirst().equals("setpriv")) {
            for (Path path : List.of(directory, data, secret)) {
                Files.setAttribute(path, "unix:uid", NOBODY);
                Files.setAttribute(path, "unix:gid", NOBODY);
            }
        }
    }

    private void stopOrphan() {
        if (command("pg_ctl", "-D", data.toString(), "status").tryRun(LIMIT).exit() == 0) {
            stop("fast");
        }
    }

    private void launch() {
        port = wantedPort.getAsInt();
        String options = "-p " + port
                + " -c listen_addresses=127.0.0.1"
                + " -c unix_socket_directories=''"
                + " -c fsync=on -c synchronous_commit=on -c full_page_writes=on"
                + " -c max_connections=200 -c timezone=UTC";
        try {
            program("pg_ctl", "-D", data.toString(), "-l", log.toString(), "-o", options, "-w", "-t", "60", "start");
        } catch (IllegalStateException e) {
            throw new IllegalStateException("PostgreSQL did not start, see its log " + log, e);
        }
    }

    private void stop(String mode) {
        program("pg_ctl", "-D", data.toString(), "-m", mode, "-w", "-t", "60", "stop");
    }

    private void program(String name, String... arguments) {
        command(name, arguments).run(LIMIT);
    }

    private Command command(String name, String... arguments) {
        List<String> words = new ArrayList<>(unprivileged);
        words.add(home.resolve("bin").resolve(name).toString());
        words.addAll(List.of(arguments));
        return new Command(words, directory);
    }

    /** PostgreSQL refuses to run as root; a user namespace of its own, or nobody's identity, satisfies it. */
    private static List<String> unprivileged(Path directory) {
        if (!System.getProperty("user.name").equals("root")) {
            return List.of();
        }
        for (List<String> way : List.of(
                List.of("unshare", "-U"),
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"))) {
            List<String> probe = new ArrayList<>(way);
            probe.add("true");
            if (works(new Command(probe, directory))) {
                return way;
            }
        }
        throw new IllegalStateException("PostgreSQL does not run as root, and neither unshare nor setpriv works here");
    }

    private static boolean works(Command probe) {
        try {
            return probe.tryRun(Duration.ofSeconds(10)).exit() == 0;
        } catch (UncheckedIOException notInstalled) {
            return false;
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Names and passwords here are generated by us; anything that would need quoting is a mistake. */
    private static void requirePlain(String word) {
        if (!word.matches("[A-Za-z0-9_]{1,63}")) {
            throw new IllegalArgumentException("not a plain word");
        }
    }
}
