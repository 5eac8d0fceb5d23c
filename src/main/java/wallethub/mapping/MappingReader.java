package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and compiles mapping files, collecting all that is wrong with them. */
final class MappingReader {

    private static final DocumentSchema FORMAT = DocumentSchema.ofMappingFiles();

    private final MappingSources sources;
    private final Function<String, @Nullable String> settings;
    private final MappingLimits limits;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Optional<DocumentSchema>> schemas = new HashMap<>();

    MappingReader(
            MappingSources sources, Function<String, @Nullable String> settings, MappingLimits limits, Clock clock) {
        this.sources = sources;
        this.settings = settings;
        this.limits = limits;
        this.clock = clock;
    }

    List<Finding> findings() {
        return findings;
    }

    /** Empty when something of the file stops it from being a mapping; the findings say what. */
    Optional<MappingFile> read(String path) {
        int before = findings.size();
        try {
            YamlDocument yaml = YamlDocument.parse(path, sources.text(path).orElse(""));
            JsonNode policy = policy(path, yaml);
            return findings.size() > before ? Optional.empty() : compiled(path, yaml, policy);
        } catch (FindingException e) {
            findings.add(e.finding());
            return Optional.empty();
        }
    }

    private JsonNode policy(String path, YamlDocument yaml) {
        misfits(path, yaml, yaml.root(), "");
        Placeholders placeholders = new Placeholders(settings);
        JsonNode policy = placeholders.fill(yaml.root());
        placeholders
                .missing()
                .forEach(pointer -> error(
                        path,
                        yaml.at(pointer),
                        "PLACEHOLDER_UNSET",
                        "no such setting, and no default",
                        "{{name:default}}"));
        if (findings.stream().noneMatch(finding -> finding.file().equals(path))) {
            misfits(path, yaml, policy, ", as the settings fill it");
        }
        return policy;
    }

    private void misfits(String path, YamlDocument yaml, JsonNode document, String remark) {
        for (DocumentSchema.Misfit misfit : FORMAT.misfits(document)) {
            error(
                    path,
                    yaml.at(misfit.pointer()),
                    "FORMAT",
                    (misfit.pointer().isEmpty() ? "the file" : misfit.pointer()) + ": " + misfit.message() + remark,
                    "see schemas/mapping.v1.schema.json");
        }
    }

    private Optional<MappingFile> compiled(String path, YamlDocument yaml, JsonNode policy) {
        checkName(path, yaml, policy);
        Map<String, LookupTable> tables = tables(path, yaml, policy);
        MappingExpression transform = expression(path, yaml, "/transform", policy.path("transform"), tables);
        MappingExpression answer = expression(path, yaml, "/delivery/answer", policy.at("/delivery/answer"), tables);
        DocumentSchema sourceSchema = schema(path, yaml, "/source/schema", policy);
        DocumentSchema targetSchema = schema(path, yaml, "/target/schema", policy);
        if (transform == null
                || findings.stream().anyMatch(finding -> finding.file().equals(path))) {
            return Optional.empty();
        }
        Mapping.DeliveryPolicy delivery = Policies.delivery(policy.path("delivery"));
        Mapping.DeadLetterPolicy deadLetter = Policies.deadLetter(policy.path("deadLetter"));
        Classifier classifier = new Classifier(
                policy.at("/delivery/classify")
                        .valueStream()
                        .map(ClassifyRule::of)
                        .toList(),
                answer,
                delivery.retry().honourRetryAfter(),
                deadLetter.onPoison(),
                limits.time(),
                clock);
        return Optional.of(new MappingFile(
                path,
                yaml,
                policy,
                new CompiledMapping(
                        policy.path("name").asText(),
                        policy.path("version").asInt(),
                        policy.path("owner").asText(),
                        policy.at("/source/event")
                                .valueStream()
                                .map(JsonNode::asText)
                                .toList(),
                        Policies.enabled(policy.path("target")),
                        Policies.target(policy.path("target")),
                        delivery,
                        deadLetter,
                        PlainPath.parse(policy.at("/keys/ordering").asText()),
                        PlainPath.parse(policy.at("/keys/idempotency").asText()),
                        transform,
                        classifier,
                        Masks.of(policy.path("privacy")),
                        sourceSchema,
                        targetSchema,
                        limits)));
    }

    private void checkName(String path, YamlDocument yaml, JsonNode policy) {
        String name = policy.path("name").asText();
        String expected = name.replaceFirst("\\.", "/") + ".yaml";
        if (!path.equals(expected)) {
            error(
                    path,
                    yaml.at("/name"),
                    "NAME_PATH",
                    name + " does not belong in this file",
                    "move it to " + expected);
        }
    }

    private Map<String, LookupTable> tables(String path, YamlDocument yaml, JsonNode policy) {
        Map<String, LookupTable> tables = new HashMap<>();
        policy.path("tables").properties().forEach(field -> {
            String file = field.getValue().asText();
            Optional<String> text = sources.text(file);
            if (text.isEmpty()) {
                Position at = yaml.at("/tables/" + field.getKey());
                error(path, at, "TABLE_UNKNOWN", "no file " + file, "paths are relative to the mappings folder");
                return;
            }
            try {
                tables.put(field.getKey(), LookupTable.parse(file, text.get()));
            } catch (FindingException e) {
                findings.add(e.finding());
                error(path, yaml.at("/tables/" + field.getKey()), "TABLE_FORMAT", "the table does not load", "");
            }
        });
        return tables;
    }

    private @Nullable MappingExpression expression(
            String path, YamlDocument yaml, String pointer, JsonNode source, Map<String, LookupTable> tables) {
        if (!source.isTextual()) {
            return null;
        }
        try {
            return MappingExpression.compile(source.textValue(), tables);
        } catch (MappingExpression.CompileException e) {
            Position at = yaml.inside(pointer, e.at().line(), e.at().column());
            error(path, at, e.code(), String.valueOf(e.getMessage()), e.hint());
            return null;
        }
    }

    private @Nullable DocumentSchema schema(String path, YamlDocument yaml, String pointer, JsonNode policy) {
        String file = Policies.text(policy.at(pointer));
        if (file == null) {
            return null;
        }
        if (sources.text(file).isEmpty()) {
            error(
                    path,
                    yaml.at(pointer),
                    "SCHEMA_UNKNOWN",
                    "no file " + file,
                    "paths are relative to the mappings folder");
            return null;
        }
        return schemas.computeIfAbsent(file, this::schema).orElseGet(() -> {
            error(path, yaml.at(pointer), "SCHEMA_BROKEN", file + " is no JSON Schema", "2020-12, standing alone");
            return null;
        });
    }

    private Optional<DocumentSchema> schema(String file) {
        try {
            String text = sources.text(file).orElse("");
            return Optional.of(
                    DocumentSchema.of(ExactJson.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        } catch (RuntimeException e) {
            findings.add(Finding.error(
                    file,
                    Position.START,
                    "SCHEMA_BROKEN",
                    "no JSON Schema: " + e.getClass().getSimpleName(),
                    ""));
            return Optional.empty();
        }
    }

    private void error(String path, Position at, String code, String message, String hint) {
        findings.add(Finding.error(path, at, code, message, hint));
    }
}
