package wallethub.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import wallethub.testing.Folders;

/**
 * The production jar, unpacked as its own tools unpack it: that starts twice as fast as the one file, and with a cache of
 * loaded classes ({@code -XX:AOTCache}) twice as fast again.
 *
 * @param home the unpacked layout
 */
public record HubJar(Path home) {

    private static final String NAME = "wallet-hub.jar";
    private static final Duration EXTRACT_LIMIT = Duration.ofMinutes(2);

    /** As docs/operating/instances.md says for an instance with 512 MiB. */
    public static final List<String> MEMORY = List.of("-XX:+UseSerialGC", "-Xmx288m", "-XX:+ExitOnOutOfMemoryError");

    /**
     * The build that Maven left in {@code target}, unpacked beside it unless that is done already. {@code ./hub} has the same
     * rule: the mark is as new as the jar.
     */
    public static HubJar built() {
        Path jar = Path.of("target", NAME);
        Path home = Path.of("target", "hub").toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: build it with mvn -DskipTests package");
        }
        try (FileChannel lock =
                FileChannel.open(Path.of("target", "hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Tests in another JVM may want it at the same moment. The lock ends with its channel.
            lock.lock();
            Path mark = home.resolve("unpacked");
            if (!Files.exists(mark) || isOlder(mark, jar)) {
                extract(jar, home);
                Files.createFile(mark);
            }
            return new HubJar(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JVM that runs this code runs the hub. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public boolean hasStartCache() {
        return Files.exists(startCache());
    }

    /** How to start the hub. */
    List<String> command(List<String> jvmOptions) {
        List<String> words = new ArrayList<>(List.of(java(), "--enable-native-access=ALL-UNNAMED"));
        words.addAll(MEMORY);
        words.addAll(jvmOptions);
        if (hasStartCache()) {
            words.add("-XX:AOTCache=" + startCache());
        }
        words.addAll(List.of("-jar", home.resolve(NAME).toString()));
        return words;
    }

    /** How to start the hub once so that its end writes the cache. */
    List<String> trainingCommand() {
        List<String> words = new ArrayList<>(List.of(java(), "--enable-native-access=ALL-UNNAMED"));
        words.addAll(MEMORY);
        words.addAll(List.of(
                "-XX:AOTCacheOutput=" + unfinishedCache(),
                "-Xlog:aot=error",
                "-jar",
                home.resolve(NAME).toString()));
        return words;
    }

    /** Puts the cache in force that a training start wrote; a JVM that could not write one leaves things as they are. */
    void adoptStartCache() {
        try {
            if (Files.exists(unfinishedCache())) {
                Files.move(unfinishedCache(), startCache(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path startCache() {
        return home.resolve("hub.aot");
    }

    private Path unfinishedCache() {
        return home.resolve("training-" + ProcessHandle.current().pid() + ".aot");
    }

    private static boolean isOlder(Path mark, Path jar) throws IOException {
        return Files.getLastModifiedTime(mark).compareTo(Files.getLastModifiedTime(jar)) < 0;
    }

    private static void extract(Path jar, Path home) throws IOException {
        Folders.remove(home);
        List<String> words =
                List.of(java(), "-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", home.toString());
        new Command(words, Path.of("target").toAbsolutePath()).run(EXTRACT_LIMIT);
    }
}
