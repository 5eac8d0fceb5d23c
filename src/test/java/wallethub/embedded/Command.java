package wallethub.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the operating system to its end. Its output goes through a file, so that what it leaves running cannot hold us. */
record Command(List<String> words, Path outputDirectory) {

    /** The exit code and what was printed. */
    record Result(int exit, String output) {}

    /** @throws IllegalStateException with the output, when the exit code is not 0 */
    String run(Duration limit) {
        Result result = tryRun(limit);
        if (result.exit() != 0) {
            throw new IllegalStateException(words + " ended with " + result.exit() + ": " + result.output());
        }
        return result.output();
    }

    Result tryRun(Duration limit) {
        try {
            Files.createDirectories(outputDirectory);
            Path output = Files.createTempFile(outputDirectory, "command", ".out");
            try {
                Process process = new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(words + " took longer than " + limit);
                }
                return new Result(process.exitValue(), Files.readString(output).strip());
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(words + " cannot run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(words + " was interrupted", e);
        }
    }
}
