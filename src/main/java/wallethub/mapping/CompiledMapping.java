package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mapping file that was read and compiled. */
record CompiledMapping(
        String name,
        int version,
        String owner,
        List<String> events,
        boolean enabled,
        Target target,
        DeliveryPolicy delivery,
        DeadLetterPolicy deadLetter,
        PlainPath ordering,
        PlainPath idempotency,
        MappingExpression expression,
        Classifier classifier,
        Masks masks,
        @Nullable DocumentSchema sourceSchema,
        @Nullable DocumentSchema targetSchema,
        MappingLimits limits)
        implements Mapping {

    CompiledMapping {
        events = List.copyOf(events);
    }

    @Override
    public boolean secret() {
        return !masks.secret().isEmpty();
    }

    @Override
    public Optional<String> orderingKey(JsonNode document) {
        return ordering.textIn(document);
    }

    @Override
    public Optional<String> idempotencyKey(JsonNode document) {
        return idempotency.textIn(document);
    }

    @Override
    public Optional<String> idempotencyKey(byte[] document) {
        try {
            return idempotencyKey(ExactJson.parse(document));
        } catch (MappingException e) {
            return Optional.empty();
        }
    }

    @Override
    public JsonNode transform(JsonNode document, MappingContext context) {
        if (sourceSchema != null) {
            sourceSchema.require(document, "SOURCE_SCHEMA");
        }
        ObjectNode values = ExactJson.NODES.objectNode();
        context.values().forEach(values::put);
        JsonNode mapped = expression.apply(document, Map.of("ctx", values), limits.time());
        DoubleGuard.check(mapped);
        if (targetSchema != null) {
            targetSchema.require(mapped, "TARGET_SCHEMA");
        }
        return mapped;
    }

    @Override
    public byte[] transform(byte[] document, MappingContext context) {
        if (document.length > limits.document()) {
            throw new MappingException("DOCUMENT_TOO_LARGE", "more than " + limits.document() + " bytes");
        }
        byte[] mapped = ExactJson.bytes(transform(ExactJson.parse(document), context));
        if (mapped.length > limits.document()) {
            throw new MappingException("DOCUMENT_TOO_LARGE", "mapped to more than " + limits.document() + " bytes");
        }
        return mapped;
    }

    @Override
    public Classification classify(Attempt attempt) {
        return classifier.classify(attempt);
    }

    @Override
    public JsonNode masked(JsonNode document) {
        return masks.applied(document);
    }
}
