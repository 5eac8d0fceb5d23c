package wallethub.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Processor time of a process, or of a server with all its children, dead ones included; as Linux counts it. */
final class Cpu {

    private static final double TICKS_PER_SECOND = 100;
    private static final int UTIME = 11;
    private static final int WITH_DEAD_CHILDREN = 4;
    private static final int RSS_PAGES = 21;
    private static final int PAGE_KIB = 4;

    private Cpu() {}

    static double secondsOf(long pid) {
        return ticks(pid, 2) / TICKS_PER_SECOND;
    }

    /** The postmaster, what it has reaped, and its children. */
    static double secondsOfTree(long pid) {
        try (Stream<ProcessHandle> children =
                ProcessHandle.of(pid).map(ProcessHandle::descendants).orElse(Stream.of())) {
            double living = children.mapToDouble(child -> ticks(child.pid(), 2)).sum();
            return (ticks(pid, WITH_DEAD_CHILDREN) + living) / TICKS_PER_SECOND;
        }
    }

    static long residentMib(long pid) {
        return Long.parseLong(fields(pid)[RSS_PAGES]) * PAGE_KIB / 1024;
    }

    private static double ticks(long pid, int fields) {
        String[] values = fields(pid);
        double sum = 0;
        for (int i = 0; i < fields && values.length > UTIME + i; i++) {
            sum += Double.parseDouble(values[UTIME + i]);
        }
        return sum;
    }

    /** What follows the name of the program; empty for a process that has ended. */
    private static String[] fields(long pid) {
        try {
            String text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        } catch (NoSuchFileException e) {
            return new String[0];
        } catch (IOException e) {
            return new String[0];
        }
    }

    /** The server of that data directory. */
    static long postmaster(Path data) {
        try {
            return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
