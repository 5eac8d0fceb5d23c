package wallethub.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.pattern.PathPatternParser;
import wallethub.operation.Contract.Body;
import wallethub.operation.Contract.Parameter;
import wallethub.operation.Contract.Place;
import wallethub.problem.ErrorCode;

/**
 * Reads an OpenAPI 3.1 file into contracts.
 *
 * <p>Every operation says who may call it, {@code x-permission} or {@code x-public: true}, and every object that a client
 * sends refuses fields it does not know.
 */
final class ContractFile {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final String JSON = "application/json";
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ENGLISH)
            .build();

    private final String name;
    private final JsonNode document;

    private ContractFile(String name, JsonNode document) {
        this.name = name;
        this.document = document;
    }

    /** @throws ContractException with the file, and the line where the text itself is wrong */
    static List<Contract> read(String name, String text) {
        try {
            return new ContractFile(name, YAML.readTree(text)).contracts();
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            int line = at == null ? 0 : at.getLineNr();
            int column = at == null ? 0 : at.getColumnNr();
            throw new ContractException(name, line, column, e.getOriginalMessage(), e);
        }
    }

    private List<Contract> contracts() {
        if (!document.path("openapi").asText().startsWith("3.1")) {
            throw new ContractException(name, "is no OpenAPI 3.1 document");
        }
        String base = document.path("servers").path(0).path("url").asText("");
        List<Contract> contracts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    contracts.add(
                            contract(base + path.getKey(), operation.getKey(), operation.getValue(), path.getValue()));
                }
            }
        }
        return contracts;
    }

    private Contract contract(String path, String method, JsonNode operation, JsonNode item) {
        String id = operation.path("operationId").asText("");
        if (id.isEmpty()) {
            throw new ContractException(name, method + " " + path + " has no operationId");
        }
        everyResponseHasItsSchema(id, operation);
        List<Parameter> parameters = new ArrayList<>();
        item.path("parameters").forEach(parameter -> parameters.add(parameter(id, parameter)));
        operation.path("parameters").forEach(parameter -> {
            if (!"header".equals(resolved(parameter).path("in").asText())) {
                parameters.add(parameter(id, parameter));
            }
        });
        return new Contract(
                kebab(id),
                id,
                method.toUpperCase(Locale.ROOT),
                PathPatternParser.defaultInstance.parse(path),
                permission(id, operation),
                body(id, operation.path("requestBody")),
                parameters);
    }

    private @Nullable String permission(String id, JsonNode operation) {
        String permission = operation.path("x-permission").asText("");
        boolean open = operation.path("x-public").asBoolean(false);
        if (permission.isEmpty() != open) {
            throw new ContractException(name, id + " names neither its x-permission nor x-public: true, or both");
        }
        return open ? null : permission;
    }

    private @Nullable Body body(String id, JsonNode reference) {
        JsonNode requestBody = resolved(reference);
        if (requestBody.isMissingNode()) {
            return null;
        }
        JsonNode schema = requestBody.path("content").path(JSON).path("schema");
        if (schema.isMissingNode()) {
            throw new ContractException(name, id + " takes a document that is not " + JSON);
        }
        refuseOpenObjects(id, schema, 0);
        return new Body(compiled(schema), requestBody.path("required").asBoolean(false));
    }

    private void refuseOpenObjects(String id, JsonNode reference, int depth) {
        JsonNode schema = resolved(reference);
        if (depth > 32) {
            throw new ContractException(name, id + " takes a document nested without end");
        }
        if (schema.has("properties")
                && !isFalse(schema.path("additionalProperties"))
                && !isFalse(schema.path("unevaluatedProperties"))) {
            throw new ContractException(name, id + " takes an object without additionalProperties: false");
        }
        schema.path("properties").forEach(property -> refuseOpenObjects(id, property, depth + 1));
        schema.path("items").forEach(item -> refuseOpenObjects(id, item, depth + 1));
        for (String keyword : List.of("oneOf", "anyOf", "allOf")) {
            schema.path(keyword).forEach(part -> refuseOpenObjects(id, part, depth + 1));
        }
    }

    // Camel fails on a content without one, with no word of which.
    private void everyResponseHasItsSchema(String id, JsonNode operation) {
        for (JsonNode response : operation.path("responses")) {
            for (JsonNode content : resolved(response).path("content")) {
                if (!content.has("schema")) {
                    throw new ContractException(name, id + " answers with a document without a schema");
                }
            }
        }
    }

    private static boolean isFalse(JsonNode node) {
        return node.isBoolean() && !node.booleanValue();
    }

    private Parameter parameter(String id, JsonNode reference) {
        JsonNode parameter = resolved(reference);
        Place place = switch (parameter.path("in").asText()) {
            case "path" -> Place.PATH;
            case "query" -> Place.QUERY;
            default -> throw new ContractException(name, id + " has a parameter neither in path nor in query");
        };
        JsonNode schema = parameter.path("schema");
        JsonNode fallback = resolved(schema).get("default");
        return new Parameter(
                parameter.path("name").asText(),
                place,
                place == Place.PATH || parameter.path("required").asBoolean(false),
                resolved(schema).path("type").asText("string"),
                compiled(schema),
                fallback,
                misfit(resolved(schema)));
    }

    /** An amount in another notation is a matter of precision, in a document as in a query. */
    private static ErrorCode misfit(JsonNode schema) {
        return schema.path("format").asText().equals("decimal")
                ? ErrorCode.AMOUNT_PRECISION
                : ErrorCode.VALIDATION_FAILED;
    }

    /** The schema with the file's components beside it, so that references inside them hold. */
    private JsonSchema compiled(JsonNode schema) {
        ObjectNode root = OperationJson.mapper().createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.set("components", document.path("components"));
        root.putArray("allOf").add(schema);
        return SCHEMAS.getSchema(root, CONFIG);
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText("");
        if (reference.isEmpty()) {
            return node;
        }
        JsonNode target = document.at(reference.substring(1));
        if (!reference.startsWith("#/") || target.isMissingNode()) {
            throw new ContractException(name, "nothing is at " + reference);
        }
        return target;
    }

    /** {@code createRecharge} is {@code create-recharge}. */
    static String kebab(String operationId) {
        return operationId.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
