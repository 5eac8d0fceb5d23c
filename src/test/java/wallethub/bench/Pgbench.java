package wallethub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PostgreSQL's own load generator, from the path or from where Debian's package puts it. */
record Pgbench(Path program, Map<String, String> environment, Path directory) {

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+) \\(without");
    private static final Pattern DONE = Pattern.compile("transactions actually processed: ([0-9]+)");
    private static final Duration GRACE = Duration.ofSeconds(60);

    /** @throws IllegalStateException that says how to install it */
    static Pgbench on(String host, int port, String database, String user, String password, Path directory) {
        return new Pgbench(
                found(),
                Map.of(
                        "PGHOST",
                        host,
                        "PGPORT",
                        "" + port,
                        "PGDATABASE",
                        database,
                        "PGUSER",
                        user,
                        "PGPASSWORD",
                        password),
                directory);
    }

    /** The same, with these options for its sessions. */
    Pgbench told(String options) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PGOPTIONS", options);
        return new Pgbench(program, all, directory);
    }

    static boolean isHere() {
        try {
            return Files.isExecutable(found());
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static Path found() {
        List<Path> folders = new ArrayList<>();
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            folders.add(Path.of(folder));
        }
        try (Stream<Path> versions = Files.exists(Path.of("/usr/lib/postgresql"))
                ? Files.list(Path.of("/usr/lib/postgresql"))
                : Stream.of()) {
            versions.sorted().forEach(version -> folders.add(version.resolve("bin")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folders.stream()
                .map(folder -> folder.resolve("pgbench"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "pgbench is not here. It is part of Debian's postgresql package: apt-get install postgresql-contrib"));
    }

    /** @param latencies sorted, in microseconds; empty unless they were asked for */
    record Result(long transactions, double perSecond, long[] latencies) {

        double millis(double quantile) {
            return latencies.length == 0
                    ? Double.NaN
                    : latencies[(int) Math.min(latencies.length - 1L, (long) (latencies.length * quantile))] / 1e3;
        }
    }

    Result forSeconds(Path script, int clients, int seconds, List<String> more) {
        List<String> words = new ArrayList<>(more);
        words.addAll(List.of("-T", "" + seconds, "-l", "--log-prefix=latency"));
        return run(script, clients, seconds, words);
    }

    /** Each client so many times. */
    Result times(Path script, int clients, long times) {
        return run(script, clients, 120, List.of("-t", "" + times));
    }

    private Result run(Path script, int clients, int seconds, List<String> more) {
        List<String> words = new ArrayList<>(List.of(
                program.toString(),
                "-n",
                "-M",
                "prepared",
                "-c",
                "" + clients,
                "-j",
                "" + Math.min(clients, 2),
                "-f",
                script.toAbsolutePath().toString()));
        words.addAll(more);
        try {
            Path output = Files.createTempFile(directory, "pgbench", ".out");
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(seconds + GRACE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("pgbench did not end");
            }
            String text = Files.readString(output);
            if (process.exitValue() != 0) {
                throw new IllegalStateException("pgbench failed: " + text);
            }
            return new Result((long) number(DONE, text), number(TPS, text), latencies());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("pgbench said something else: " + text);
        }
        return Double.parseDouble(matcher.group(1));
    }

    /** One file a thread; the third word of a line is the time of one transaction. */
    private long[] latencies() throws IOException {
        List<long[]> parts = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("latency"))
                    .toList()) {
                try (Stream<String> lines = Files.lines(file)) {
                    parts.add(lines.mapToLong(line -> Long.parseLong(line.split(" ", 4)[2]))
                            .toArray());
                }
                Files.delete(file);
            }
        }
        return parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }
}
