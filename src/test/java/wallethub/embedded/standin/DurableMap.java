package wallethub.embedded.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A map that outlives its process: each change is appended to a file of JSON lines before {@code put} returns. It
 * survives a kill of the process; it does not force the disk, so it may lose the last lines when the machine dies.
 *
 * <p>Values are replaced, never edited in place: a change without a {@code put} is not stored.
 */
final class DurableMap<V> implements AutoCloseable {

    private final Map<String, V> values = new LinkedHashMap<>();
    private final @Nullable BufferedWriter file;

    private DurableMap(@Nullable BufferedWriter file, Map<String, V> stored) {
        this.file = file;
        values.putAll(stored);
    }

    /** In memory only, for a test that needs no restart. */
    static <V> DurableMap<V> inMemory() {
        return new DurableMap<>(null, Map.of());
    }

    /** Reads what {@code directory/name.jsonl} holds, rewrites it without history, and goes on from there. */
    static <V> DurableMap<V> open(@Nullable Path directory, String name, Class<V> type) {
        if (directory == null) {
            return inMemory();
        }
        try {
            Files.createDirectories(directory);
            Path path = directory.resolve(name + ".jsonl");
            Map<String, V> stored = Files.exists(path) ? read(path, type) : Map.of();
            compact(path, stored);
            return new DurableMap<>(Files.newBufferedWriter(path, StandardOpenOption.APPEND), stored);
        } catch (IOException e) {
            throw new UncheckedIOException("the state " + name + " cannot be opened", e);
        }
    }

    synchronized Optional<V> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    synchronized List<V> values() {
        return List.copyOf(values.values());
    }

    synchronized int size() {
        return values.size();
    }

    synchronized void put(String key, V value) {
        values.put(key, value);
        if (file != null) {
            try {
                file.write(line(key, value));
                file.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static <V> Map<String, V> read(Path path, Class<V> type) throws IOException {
        Map<String, V> stored = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>(Files.readAllLines(path));
        for (int i = 0; i < lines.size(); i++) {
            try {
                JsonNode line = StandInJson.MAPPER.readTree(lines.get(i));
                stored.put(
                        line.path("key").asText(),
                        StandInJson.read(line.path("value").toString(), type));
            } catch (JsonProcessingException e) {
                if (i < lines.size() - 1) {
                    throw new IOException(path + " line " + (i + 1) + " is not readable", e);
                }
                // A kill in the middle of a write leaves half a last line: that change was never answered.
            }
        }
        return stored;
    }

    private static <V> void compact(Path path, Map<String, V> stored) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try (BufferedWriter writer = Files.newBufferedWriter(fresh)) {
            for (Map.Entry<String, V> entry : stored.entrySet()) {
                writer.write(line(entry.getKey(), entry.getValue()));
            }
        }
        Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String line(String key, Object value) {
        return StandInJson.text(StandInJson.object().put("key", key).set("value", StandInJson.tree(value))) + "\n";
    }
}
