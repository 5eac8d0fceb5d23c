package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A running Tryton of {@code samples/tryton}, with its data in {@code TRYTON_HOME} or {@code target/tryton}. */
final class TrytonServer implements AutoCloseable {

    private static final String SCRIPT = "samples/tryton/tryton";
    private static final long MINUTES_MAX = 8;

    final String url;
    final String password;
    final JdbcClient database;
    private final Path home;
    private final int port = freePort();
    private final int databasePort = freePort();

    private TrytonServer(Path home) {
        this.home = home;
        url = "http://127.0.0.1:" + port;
        run("stop");
        run("start");
        password = secret("hub");
        database = JdbcClient.create(new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:" + databasePort + "/erp", "tryton", secret("database")));
    }

    static TrytonServer start() {
        return new TrytonServer(folder());
    }

    private static Path folder() {
        String home = System.getenv("TRYTON_HOME");
        return Path.of(home == null ? "target/tryton" : home).toAbsolutePath();
    }

    /** The settings of a hub that uses it, with this password. */
    String[] settings(String withPassword) {
        return List.of(
                        "hub.erp.connector=tryton",
                        "hub.erp.url=" + url,
                        "hub.erp.database=erp",
                        "hub.erp.user=wallet-hub",
                        "hub.erp.password=" + withPassword,
                        "hub.erp.fence=2s",
                        "hub.erp.probe=1s")
                .toArray(String[]::new);
    }

    /** Whether the script has what it starts, and says why not; nothing is installed here. */
    static boolean isInstalled() {
        try {
            ProcessBuilder script = new ProcessBuilder(SCRIPT, "installed").inheritIO();
            script.environment().put("TRYTON_HOME", folder().toString());
            return ended(script) == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String verb) {
        try {
            Path log = Files.createTempFile("tryton", ".log");
            ProcessBuilder script =
                    new ProcessBuilder(SCRIPT, verb).redirectErrorStream(true).redirectOutput(log.toFile());
            script.environment().put("TRYTON_HOME", home.toString());
            script.environment().put("TRYTON_PORT", Integer.toString(port));
            script.environment().put("TRYTON_PGPORT", Integer.toString(databasePort));
            int code = ended(script);
            assertThat(code).as(Files.readString(log)).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int ended(ProcessBuilder script) throws IOException {
        try {
            Process process = script.start();
            assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES))
                    .as("%s ends", script.command())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL in the middle of whatever it does, and a new start. */
    void killAndStart() {
        try {
            long pid =
                    Long.parseLong(Files.readString(home.resolve("trytond.pid")).strip());
            ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
            assertThat(process.destroyForcibly()).isTrue();
            await().until(() -> !process.isAlive());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("start");
    }

    private String secret(String name) {
        try {
            return Files.readString(home.resolve(name + ".secret")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        run("stop");
    }
}
