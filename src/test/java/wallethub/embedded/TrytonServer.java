package wallethub.embedded;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import wallethub.testing.Folders;

/** A running Tryton of {@code samples/tryton}, with its data in a directory of its own. */
public final class TrytonServer implements AutoCloseable {

    private static final String SCRIPT = "samples/tryton/tryton";
    private static final int UNAVAILABLE = 3;
    private static final Duration LIMIT = Duration.ofMinutes(8);

    public final String url;
    public final String password;
    /** Tryton's own PostgreSQL, which runs also while Tryton itself does not. */
    public final JdbcClient database;

    private final Path home;
    private final int port;
    private final int databasePort;

    private TrytonServer(Path home, int port, int databasePort) {
        this.home = home.toAbsolutePath();
        this.port = port;
        this.databasePort = databasePort;
        url = "http://127.0.0.1:" + port;
        // Whatever an earlier process that was killed has left running.
        run("stop");
        run("start");
        password = secret("hub");
        database = JdbcClient.create(new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:" + databasePort + "/erp", "tryton", secret("database")));
    }

    /** With its data in {@link #folder}. */
    public static TrytonServer start() {
        return start(folder(), FreePorts.one(), FreePorts.one());
    }

    /**
     * The same directory goes on where it stopped; a new one is a new company.
     *
     * @throws IllegalStateException with what the script printed, when it cannot start
     */
    public static TrytonServer start(Path home, int port, int databasePort) {
        return new TrytonServer(home, port, databasePort);
    }

    /** Stops what an earlier process that was killed has left running there. */
    public static void stopIn(Path home) {
        if (Files.exists(home)) {
            run(script(home, "stop"));
        }
    }

    /** {@code TRYTON_HOME}, or {@code target/tryton}; one for each of the JVMs that test at the same time. */
    public static Path folder() {
        String home = System.getenv("TRYTON_HOME");
        return Path.of((home == null ? "target/tryton" : home) + Folders.ofThisFork());
    }

    /** Whether the script has what it starts, and says why not; nothing is installed here. */
    public static boolean isInstalled() {
        return isInstalled(folder());
    }

    /** The same, with data there. */
    public static boolean isInstalled(Path home) {
        return ended(script(home, "installed").inheritIO()) != UNAVAILABLE;
    }

    /** What a hub needs in its environment to use it. */
    public Map<String, String> environment() {
        return Map.of(
                "HUB_ERP_CONNECTOR", "tryton",
                "HUB_ERP_URL", url,
                "HUB_ERP_DATABASE", "erp",
                "HUB_ERP_USER", "wallet-hub",
                "HUB_ERP_PASSWORD", password);
    }

    /** The settings of a hub that uses it with this password, and has a short patience. */
    public String[] settings(String withPassword) {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("HUB_ERP_PASSWORD", withPassword);
        environment.put("HUB_ERP_FENCE", "2s");
        environment.put("HUB_ERP_PROBE", "1s");
        return environment.entrySet().stream()
                .map(each -> each.getKey().toLowerCase(Locale.ROOT).replace('_', '.') + "=" + each.getValue())
                .toArray(String[]::new);
    }

    /** SIGKILL in the middle of whatever it does, and a new start. */
    public void killAndStart() {
        kill();
        startAgain();
    }

    /** SIGKILL in the middle of whatever it does. Its database goes on. */
    public void kill() {
        try {
            long pid =
                    Long.parseLong(Files.readString(home.resolve("trytond.pid")).strip());
            ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
            process.destroyForcibly();
            await().until(() -> !process.isAlive());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Posts a correction, as an accountant would.
     *
     * @param amount what the customer's wallet gains; negative when it loses
     * @return the number that it got
     */
    public String book(String customer, BigDecimal amount, String text) {
        return run("book", customer, amount.toPlainString(), text);
    }

    /** Issues an invoice to a customer, due today; its number. */
    public String invoice(String customer, BigDecimal total, String text) {
        return run("invoice", customer, total.toPlainString(), text);
    }

    /** What a customer's wallet has by posted entries, as Tryton itself counts. */
    public BigDecimal deposit(String customer) {
        return new BigDecimal(run("deposit", customer));
    }

    /** What a person types to have it back. */
    String startCommand() {
        return "TRYTON_HOME=%s TRYTON_PORT=%d TRYTON_PGPORT=%d %s start".formatted(home, port, databasePort, SCRIPT);
    }

    public void startAgain() {
        run("start");
    }

    @Override
    public void close() {
        run("stop");
    }

    private String run(String... words) {
        ProcessBuilder script = script(home, words);
        script.environment().put("TRYTON_PORT", Integer.toString(port));
        script.environment().put("TRYTON_PGPORT", Integer.toString(databasePort));
        return run(script);
    }

    private static String run(ProcessBuilder script) {
        try {
            Path log = Files.createTempFile("tryton", ".log");
            int code = ended(script.redirectErrorStream(true).redirectOutput(log.toFile()));
            String printed = Files.readString(log).strip();
            Files.delete(log);
            if (code != 0) {
                throw new IllegalStateException(script.command() + " ended with " + code + ": " + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder script(Path home, String... words) {
        List<String> command = new ArrayList<>(List.of(SCRIPT));
        command.addAll(List.of(words));
        ProcessBuilder script = new ProcessBuilder(command);
        script.environment().put("TRYTON_HOME", home.toAbsolutePath().toString());
        return script;
    }

    private static int ended(ProcessBuilder script) {
        try {
            Process process = script.start();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(script.command() + " took longer than " + LIMIT);
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String secret(String name) {
        try {
            return Files.readString(home.resolve(name + ".secret")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
