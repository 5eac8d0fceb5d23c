package wallethub.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The production jar as a process of its own, with an environment and a log file.
 *
 * <p>It may be stopped in order, or killed as by a power cut; a start after that is a new {@code HubProcess} with the same
 * environment.
 */
public final class HubProcess implements AutoCloseable {

    private static final Pattern OURS = Pattern.compile("(HUB|SPRING|SERVER|MANAGEMENT|CAMEL|LOGGING)_.*");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
    private static final int TAIL_LINES = 10;
    private static final int TAIL_ERRORS = 3;
    private static final int LINE_CHARS_MAX = 900;

    private final Process process;
    private final Path log;
    private final URI url;
    private final URI management;

    private HubProcess(Process process, Path log, URI url, URI management) {
        this.process = process;
        this.log = log;
        this.url = url;
        this.management = management;
    }

    /**
     * Starts it and returns at once.
     *
     * @param environment must name {@code SERVER_PORT} and {@code MANAGEMENT_SERVER_PORT}; nothing else of the hub's own
     *     settings is taken over from this process
     * @param log is appended to
     */
    public static HubProcess start(HubJar jar, Map<String, String> environment, Path log) {
        return start(jar.command(List.of()), environment, log);
    }

    /** Starts it once, has it stopped when it was ready, and keeps the cache that this leaves behind. */
    static void train(HubJar jar, Map<String, String> environment, Path log) {
        try (HubProcess training = start(jar.trainingCommand(), environment, log)) {
            training.awaitReady(Duration.ofMinutes(3));
            // Writing the cache is part of its end.
            training.stop(Duration.ofMinutes(3));
        }
        jar.adoptStartCache();
    }

    /** As above, by another command: the hub with something beside it. */
    public static HubProcess start(List<String> command, Map<String, String> environment, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeIf(name -> OURS.matcher(name).matches());
            builder.environment().putAll(environment);
            return new HubProcess(
                    builder.start(),
                    log,
                    loopback(environment, "SERVER_PORT"),
                    loopback(environment, "MANAGEMENT_SERVER_PORT"));
        } catch (IOException e) {
            throw new UncheckedIOException("the hub cannot be started", e);
        }
    }

    public URI url() {
        return url;
    }

    public URI management() {
        return management;
    }

    public Path log() {
        return log;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Empty while it runs; 137 after a kill or a crash point. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    public CompletableFuture<HubProcess> onExit() {
        return process.onExit().thenApply(ended -> this);
    }

    /**
     * Waits until {@code /health/ready} says yes.
     *
     * @throws IllegalStateException with the end of the log, when it dies before or takes longer
     */
    public HubProcess awaitReady(Duration limit) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Awaitility.await("ready")
                    .atMost(limit)
                    .pollDelay(Duration.ofMillis(50))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !process.isAlive() || isReady(http));
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("the hub was not ready within " + limit + told(), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("the hub ended with exit code " + process.exitValue() + told());
        }
        return this;
    }

    public boolean isReady() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return process.isAlive() && isReady(http);
        }
    }

    /** SIGKILL: no farewell. Returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /** Waits for an end that comes by itself, as by a crash point; false when it still runs. */
    public boolean awaitEnd(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** SIGTERM; returns at once. */
    public void terminate() {
        process.destroy();
    }

    /** SIGSTOP: it is there, holds its connections, and does nothing until {@link #thaw}. */
    public void freeze() {
        signal("STOP");
        Path state = Path.of("/proc", Long.toString(process.pid()), "stat");
        if (Files.exists(state)) {
            // A signal is on its way for a while when the machine is busy.
            Awaitility.await("stopped")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Files.readString(state).contains(") T "));
        }
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        List<String> words = List.of("kill", "-" + name, Long.toString(process.pid()));
        new Command(words, Objects.requireNonNull(log.toAbsolutePath().getParent())).run(Duration.ofSeconds(10));
    }

    /** SIGTERM, and SIGKILL when it does not end in time. */
    public void stop() {
        stop(STOP_LIMIT);
    }

    /** The last errors of its log, and its last lines. */
    public String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            List<String> errors = lines.stream()
                    .filter(l -> l.contains("\"level\":\"ERROR\""))
                    .toList();
            return String.join("\n", last(errors, TAIL_ERRORS)) + "\n...\n"
                    + String.join("\n", last(lines, TAIL_LINES));
        } catch (IOException e) {
            return "(the log cannot be read: " + e.getMessage() + ")";
        }
    }

    private static List<String> last(List<String> lines, int count) {
        return lines.subList(Math.max(0, lines.size() - count), lines.size()).stream()
                .map(line -> line.substring(0, Math.min(line.length(), LINE_CHARS_MAX)))
                .toList();
    }

    @Override
    public void close() {
        stop();
    }

    private void stop(Duration limit) {
        process.destroy();
        if (!awaitEnd(limit)) {
            kill();
        }
    }

    private boolean isReady(HttpClient http) {
        HttpRequest request = HttpRequest.newBuilder(management.resolve("/health/ready"))
                .timeout(Duration.ofSeconds(3))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String told() {
        return "; its log is " + log + " and ends with:\n" + tail();
    }

    private static URI loopback(Map<String, String> environment, String port) {
        String value = environment.get(port);
        if (value == null) {
            throw new IllegalArgumentException(port + " is needed");
        }
        return URI.create("http://127.0.0.1:" + value);
    }
}
