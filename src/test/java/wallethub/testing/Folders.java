package wallethub.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whole folders, copied and removed. */
public final class Folders {

    private Folders() {}

    /** What a folder's name ends with that only one of the JVMs may use that test at the same time; nothing for the first. */
    public static String ofThisFork() {
        String fork = System.getProperty("hub.fork", "1");
        return fork.equals("1") ? "" : "-" + fork;
    }

    /** @param to made where it is not there yet; files of the same names are replaced */
    public static void copy(Path from, Path to) {
        copy(from, to, file -> true);
    }

    /** Those of its files and folders that are wanted. */
    public static void copy(Path from, Path to, Predicate<Path> wanted) {
        try (Stream<Path> tree = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            for (Path source : tree.filter(wanted).toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With all that is in it; nothing where it is not there. */
    public static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
