package wallethub.embedded;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./hub} as a person starts it in a terminal of its own: a process group that Ctrl-C reaches whole. */
public final class HubScript implements AutoCloseable {

    private final Process process;
    private final Path output;

    private HubScript(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param output what it prints, both streams */
    public static HubScript start(Path output, String... words) {
        // A build in the background ignores SIGINT and hands that down; a terminal does not.
        List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT", "./hub"));
        command.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new HubScript(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has printed the text; its end before that is a failure. */
    HubScript awaitPrinted(String text, Duration limit) {
        await(text).atMost(limit).until(() -> !process.isAlive() || printed().contains(text));
        if (!printed().contains(text)) {
            throw new IllegalStateException("./hub ended with " + process.exitValue() + ":\n" + printed());
        }
        return this;
    }

    public String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ctrl-C. */
    void interrupt() {
        new Command(List.of("kill", "-INT", "--", "-" + process.pid()), output.resolveSibling("commands"))
                .run(Duration.ofSeconds(10));
    }

    /** SIGKILL to this process alone: its children stay. */
    void killAlone() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /** The exit code. */
    public int awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("./hub did not end within " + limit + ":\n" + printed());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
