package wallethub.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresServerIT {

    private static final Path BINARIES = Path.of("target", "embedded");

    @TempDir
    private Path directory;

    @Test
    void forcesEveryCommitAndKeepsDataOverARestart() throws Exception {
        try (EmbeddedPostgresServer server = start()) {
            server.ensureDatabase("hub", "hub", "secret");
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("hub"), "hub", "secret")) {
                execute(connection, "create table kept (x int)");
                execute(connection, "insert into kept values (1)");
                assertThat(shown(connection, "fsync")).isEqualTo("on");
                assertThat(shown(connection, "synchronous_commit")).isEqualTo("on");
                assertThat(shown(connection, "is_superuser")).isEqualTo("off");
            }
        }
        try (EmbeddedPostgresServer server = start()) {
            server.ensureDatabase("hub", "hub", "secret");
            assertThat(kept(server)).isEqualTo(1);
        }
    }

    @Test
    void stopsTheServerThatAKilledProcessLeftBehind() throws Exception {
        EmbeddedPostgresServer orphan = start();
        orphan.ensureDatabase("hub", "hub", "secret");
        try (Connection connection = DriverManager.getConnection(orphan.jdbcUrl("hub"), "hub", "secret")) {
            execute(connection, "create table kept (x int)");
            execute(connection, "insert into kept values (1)");
        }
        long pid = pid();
        // Nobody closed the first one: its process is as orphaned as after a kill of the JVM.
        try (EmbeddedPostgresServer server = start()) {
            await().until(() ->
                    ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
            assertThat(kept(server)).isEqualTo(1);
        }
    }

    @Test
    void recoversAfterTheServerItselfWasKilled() throws Exception {
        EmbeddedPostgresServer killed = start();
        killed.ensureDatabase("hub", "hub", "secret");
        try (Connection connection = DriverManager.getConnection(killed.jdbcUrl("hub"), "hub", "secret")) {
            execute(connection, "create table kept (x int)");
            execute(connection, "insert into kept values (1)");
        }
        ProcessHandle server = ProcessHandle.of(pid()).orElseThrow();
        server.destroyForcibly();
        server.onExit().get();
        try (EmbeddedPostgresServer again = start()) {
            assertThat(kept(again)).isEqualTo(1);
        }
    }

    private EmbeddedPostgresServer start() {
        return EmbeddedPostgresServer.start(BINARIES, directory, 0, "superuser");
    }

    private long pid() throws Exception {
        return Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid"))
                .getFirst()
                .strip());
    }

    private static int kept(EmbeddedPostgresServer server) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("hub"), "hub", "secret");
                var rows = connection.createStatement().executeQuery("select count(*) from kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String shown(Connection connection, String setting) throws Exception {
        try (var rows = connection.createStatement().executeQuery("show " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws Exception {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
