package wallethub.ops;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a connector was certified to do: with which files, against which system, and how each fault ended. {@code ./hub
 * certify} writes it beside the connector's routes.
 *
 * @param system what stood behind the connector
 * @param sha256 of all files together
 * @param files SHA-256 by path
 * @param capabilities what {@code connector.yaml} declares
 */
public record ConnectorCertificate(
        String kind,
        String connector,
        String system,
        String sha256,
        SortedMap<String, String> files,
        Map<String, Object> capabilities,
        List<Row> faults) {

    /** One fault that one operation met. */
    public record Row(String fault, String operation, boolean passed) {}

    private static final int NAMED_MAX = 5;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    public ConnectorCertificate {
        files = new TreeMap<>(files);
        capabilities = new TreeMap<>(capabilities);
        faults = List.copyOf(faults);
        Objects.requireNonNull(sha256, "sha256");
    }

    static ConnectorCertificate read(Path file) throws IOException {
        return JSON.readValue(Files.readAllBytes(file), ConnectorCertificate.class);
    }

    public void write(Path file) {
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        try {
            Files.writeString(file, JSON.writer(lines).writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate cannot be written", e);
        }
    }

    /** Why it says nothing about these files; empty when it is good. */
    List<String> objections(ConnectorFiles now) {
        List<String> objections = new ArrayList<>();
        if (!files.equals(now.hashes()) || !sha256.equals(now.sha256())) {
            objections.add("it is of other files: " + others(now));
        }
        if (faults.isEmpty()) {
            objections.add("it names no fault");
        }
        faults.stream()
                .filter(row -> !row.passed())
                .limit(NAMED_MAX)
                .forEach(row -> objections.add("failed: " + row.fault() + ", " + row.operation()));
        return objections;
    }

    private String others(ConnectorFiles now) {
        return Stream.concat(files.keySet().stream(), now.hashes().keySet().stream())
                .filter(path -> !Objects.equals(files.get(path), now.hashes().get(path)))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .limit(NAMED_MAX)
                .collect(Collectors.joining(", "));
    }
}
