package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One mapping file as it was read.
 *
 * @param path relative to the mappings folder
 * @param yaml its text as a tree, with places
 * @param policy the tree with its placeholders filled
 * @param mapping what it compiled to
 */
record MappingFile(String path, YamlDocument yaml, JsonNode policy, CompiledMapping mapping) {

    List<JsonNode> samples() {
        return policy.path("samples").valueStream().toList();
    }

    List<JsonNode> outcomes() {
        return policy.path("outcomes").valueStream().toList();
    }

    Position at(String pointer) {
        return yaml.at(pointer);
    }

    @Nullable
    String text(String pointer) {
        return Policies.text(policy.at(pointer));
    }
}
