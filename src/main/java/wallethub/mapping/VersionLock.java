package wallethub.mapping;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code mappings/versions.lock}: which transform each version of a mapping had, one {@code name version hash} a line. A
 * transform that differs from the one on record under its version was changed without raising it.
 */
final class VersionLock {

    static final String FILE = "versions.lock";
    private static final String HEAD = "# Written by ./hub lint --accept: name, version, SHA-256 of the transform.\n";

    private final Map<String, String> hashes = new TreeMap<>();

    private VersionLock() {}

    static VersionLock parse(String text) {
        VersionLock lock = new VersionLock();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split(" +", -1);
            if (!line.startsWith("#") && words.length == 3) {
                lock.hashes.put(words[0] + " " + words[1], words[2]);
            }
        }
        return lock;
    }

    Optional<String> recorded(Mapping mapping) {
        return Optional.ofNullable(hashes.get(key(mapping)));
    }

    /** Records what is new; what is on record already stays as it is, for a recorded version never changes. */
    String accepting(List<MappingFile> files) {
        Map<String, String> all = new TreeMap<>(hashes);
        files.forEach(file -> all.putIfAbsent(key(file.mapping()), hash(file)));
        StringBuilder text = new StringBuilder(HEAD);
        all.forEach((key, hash) -> text.append(key).append(' ').append(hash).append('\n'));
        return text.toString();
    }

    static String hash(MappingFile file) {
        String transform = file.policy().path("transform").asText();
        return HexFormat.of().formatHex(MappingSources.sha256().digest(transform.getBytes(StandardCharsets.UTF_8)));
    }

    private static String key(Mapping mapping) {
        return mapping.name() + " " + mapping.version();
    }
}
