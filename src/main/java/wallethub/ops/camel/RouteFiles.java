package wallethub.ops.camel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of the routes directory. */
final class RouteFiles {

    private final Path directory;

    RouteFiles(Path directory) {
        this.directory = directory;
    }

    /** Times and sizes: other than before when anything was written, made or deleted. */
    Map<String, String> stamps() {
        Map<String, String> stamps = new TreeMap<>();
        for (Path file : files()) {
            try {
                stamps.put(name(file), Files.getLastModifiedTime(file) + " " + Files.size(file));
            } catch (IOException e) {
                // Gone between the listing and here: the next look sees it.
                stamps.put(name(file), "unreadable");
            }
        }
        return stamps;
    }

    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        for (Path file : files()) {
            try {
                texts.put(name(file), Files.readString(file));
            } catch (MalformedInputException e) {
                throw new RouteSetException(new RouteFinding(name(file), 0, 0, "is not UTF-8"), e);
            } catch (IOException e) {
                throw new RouteSetException(new RouteFinding(name(file), 0, 0, "cannot be read"), e);
            }
        }
        return texts;
    }

    private List<Path> files() {
        if (!Files.isDirectory(directory)) {
            throw new RouteSetException(new RouteFinding(directory.toString(), 0, 0, "is not a directory"));
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new RouteSetException(new RouteFinding(directory.toString(), 0, 0, "cannot be listed"), e);
        }
    }

    private String name(Path file) {
        return directory.relativize(file).toString().replace('\\', '/');
    }
}
