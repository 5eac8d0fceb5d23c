package wallethub.mapping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The text of every file of a mappings folder at one moment: mappings, schemas and tables. */
final class MappingSources {

    static final int FILES_MAX = 2_000;
    static final long FILE_BYTES_MAX = 4L * 1024 * 1024;

    private final SortedMap<String, String> files;

    private MappingSources(SortedMap<String, String> files) {
        this.files = files;
    }

    static MappingSources of(SortedMap<String, String> files) {
        return new MappingSources(new TreeMap<>(files));
    }

    /** @throws IOException also when a file vanished between listing and reading */
    static MappingSources read(Path folder) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (var walk = Files.walk(folder, 8)) {
            for (Path file : (Iterable<Path>) walk.filter(MappingSources::belongs)::iterator) {
                if (files.size() == FILES_MAX || Files.size(file) > FILE_BYTES_MAX) {
                    throw new IOException("too many files, or a file too large: " + folder.relativize(file));
                }
                String name = folder.relativize(file).toString().replace('\\', '/');
                files.put(name, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        }
        return new MappingSources(files);
    }

    /** Of names and texts, in hexadecimal. */
    String hash() {
        MessageDigest digest = sha256();
        files.forEach((name, text) -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update((name + '\0' + bytes.length + '\0').getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    List<String> mappingFiles() {
        return files.keySet().stream()
                .filter(name -> name.endsWith(".yaml") && !name.startsWith("schemas/") && !name.startsWith("tables/"))
                .toList();
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(files.get(name));
    }

    private static boolean belongs(Path file) {
        String name = file.getFileName().toString();
        boolean ours = name.endsWith(".yaml") || name.endsWith(".csv") || name.endsWith(".json");
        // Editors write .#file.yaml and .file.yaml.swp beside the file.
        return ours && !name.startsWith(".") && Files.isRegularFile(file);
    }
}
