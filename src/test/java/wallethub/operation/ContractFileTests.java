package wallethub.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of every file says who may call it. */
class ContractFileTests {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes/portal"))) {
            return files.filter(file -> file.toString().endsWith(".openapi.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileIsRefusedWhenOneOperationSaysNeitherItsPermissionNorThatItIsPublicOrBoth(Path file) throws IOException {
        JsonNode contract = YAML.readTree(file.toFile());
        String name = "portal/" + file.getFileName();
        assertThat(ContractFile.read(name, YAML.writeValueAsString(contract))).isNotEmpty();
        for (JsonNode path : contract.path("paths")) {
            // One operation of each path: all of them are read by the same lines.
            ObjectNode operation = path.properties().stream()
                    .filter(field -> METHODS.contains(field.getKey()))
                    .map(field -> (ObjectNode) field.getValue())
                    .findFirst()
                    .orElseThrow();
            ObjectNode whole = operation.deepCopy();
            operation.remove(List.of("x-permission", "x-public"));
            assertRefused(name, contract);
            operation.put("x-permission", "wallet.view").put("x-public", true);
            assertRefused(name, contract);
            operation.removeAll().setAll(whole);
        }
    }

    private static void assertRefused(String name, JsonNode contract) {
        assertThatThrownBy(() -> ContractFile.read(name, YAML.writeValueAsString(contract)))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("x-permission");
    }
}
