package wallethub.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that make a connector what it is: its routes and {@code connector.yaml}, and the mappings of its kind and its
 * own. Tables and schemas are not among them: they say what is in the books, not how to speak with them.
 *
 * @param hashes SHA-256 by path, as {@code routes/connectors/erp/rest/call.camel.yaml}
 */
public record ConnectorFiles(SortedMap<String, String> hashes) {

    /** Beside the connector's routes; says what the connector promises. */
    public static final String DECLARATION = "connector.yaml";

    /** Beside the connector's routes; says what it was tested with. */
    public static final String CERTIFICATE = "certificate.json";

    private static final int FILES_MAX = 1_000;

    public ConnectorFiles {
        hashes = new TreeMap<>(hashes);
    }

    /** As they are now. */
    public static ConnectorFiles read(Path routes, Path mappings, String kind, String connector) {
        SortedMap<String, String> hashes = new TreeMap<>();
        collect(folder(routes, kind, connector), "routes/connectors/" + kind + "/" + connector, hashes);
        collect(mappings.resolve(kind), "mappings/" + kind, hashes);
        collect(mappings.resolve(connector), "mappings/" + connector, hashes);
        return new ConnectorFiles(hashes);
    }

    /** Where the routes of a connector are. */
    public static Path folder(Path routes, String kind, String connector) {
        return routes.resolve("connectors").resolve(kind).resolve(connector);
    }

    /** Of all of them together. */
    public String sha256() {
        StringBuilder all = new StringBuilder();
        hashes.forEach(
                (path, hash) -> all.append(hash).append("  ").append(path).append('\n'));
        return sha256(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void collect(Path folder, String name, Map<String, String> hashes) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .limit(FILES_MAX)
                    .toList()) {
                hashes.put(
                        name + "/" + folder.relativize(file).toString().replace('\\', '/'),
                        sha256(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the files of a connector cannot be read", e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
