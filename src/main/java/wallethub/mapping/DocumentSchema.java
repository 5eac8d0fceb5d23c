package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;

/** A compiled JSON Schema 2020-12; nothing is fetched from anywhere. */
final class DocumentSchema {

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.add(location -> {
                throw new IllegalArgumentException("a schema stands alone: " + location);
            })));
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();

    private final JsonSchema schema;

    private DocumentSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /** What of a document does not fit. */
    record Misfit(String pointer, String message) {}

    static DocumentSchema of(JsonNode schema) {
        // An absolute place, against which a relative $id resolves.
        JsonSchema compiled = FACTORY.getSchema(SchemaLocation.of("hub:///schemas/schema.json"), schema, CONFIG);
        compiled.initializeValidators();
        return new DocumentSchema(compiled);
    }

    /** The schema that mapping files themselves fit; the copy in the jar, so that a folder cannot weaken it. */
    static DocumentSchema ofMappingFiles() {
        try (InputStream file = DocumentSchema.class.getResourceAsStream("mapping.v1.schema.json")) {
            if (file == null) {
                throw new IllegalStateException("the jar has no mapping.v1.schema.json");
            }
            return of(ExactJson.parse(file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order of their places. */
    List<Misfit> misfits(JsonNode document) {
        return schema.validate(document).stream()
                .map(DocumentSchema::misfit)
                .sorted(Comparator.comparing(Misfit::pointer).thenComparing(Misfit::message))
                .toList();
    }

    /** @throws MappingException naming the place, not the value */
    void require(JsonNode document, String code) {
        List<Misfit> misfits = misfits(document);
        if (!misfits.isEmpty()) {
            throw new MappingException(
                    code, "does not fit at " + misfits.getFirst().pointer());
        }
    }

    private static Misfit misfit(ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        String text = message.getMessage();
        String prefix = pointer + ": ";
        return new Misfit(pointer, text.startsWith(prefix) ? text.substring(prefix.length()) : text);
    }
}
