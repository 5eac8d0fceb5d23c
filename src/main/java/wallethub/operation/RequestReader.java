package wallethub.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import wallethub.money.MoneyFormatException;
import wallethub.operation.Contract.Parameter;
import wallethub.operation.Contract.Place;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;
import wallethub.problem.Violation;

/** Turns an HTTP request into one document of body, path and query, or refuses it; the order of refusals is fixed. */
final class RequestReader {

    private static final MimeType JSON = MediaType.APPLICATION_JSON;
    private static final MimeType PROBLEM = MediaType.APPLICATION_PROBLEM_JSON;
    private static final int MOST_ERRORS = 20;

    private RequestReader() {}

    /** Accept, media type, size, JSON, schema, parameters. */
    static ObjectNode read(Contract contract, HttpCall call) {
        acceptable(call.header("accept"));
        ObjectNode command = OperationJson.mapper().createObjectNode();
        if (contract.body() != null) {
            command.setAll(body(contract.body(), call));
        }
        for (Parameter parameter : contract.parameters()) {
            JsonNode value = value(contract, parameter, call);
            if (value != null) {
                command.set(parameter.name(), value);
            }
        }
        return command;
    }

    private static void acceptable(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return;
        }
        try {
            for (MediaType wanted : MediaType.parseMediaTypes(accept)) {
                if (wanted.includes(MediaType.APPLICATION_JSON) || wanted.isCompatibleWith(PROBLEM)) {
                    return;
                }
            }
        } catch (InvalidMediaTypeException e) {
            throw new ProblemException(ErrorCode.NOT_ACCEPTABLE, "the Accept header cannot be read");
        }
        throw new ProblemException(ErrorCode.NOT_ACCEPTABLE, "only application/json is given here");
    }

    private static ObjectNode body(Contract.Body expected, HttpCall call) {
        byte[] bytes = call.body();
        boolean empty = bytes != null && bytes.length == 0;
        if (empty && !expected.required()) {
            return OperationJson.mapper().createObjectNode();
        }
        if (!isJson(call.header("content-type"))) {
            throw new ProblemException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "only application/json is taken here");
        }
        if (bytes == null) {
            throw new ProblemException(ErrorCode.PAYLOAD_TOO_LARGE, "the document is larger than allowed");
        }
        JsonNode document = RequestDocument.read(bytes);
        refuse(validated(expected.schema(), document), "the document does not fit its schema");
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw new ProblemException(ErrorCode.VALIDATION_FAILED, "the document is not an object");
    }

    private static boolean isJson(@Nullable String contentType) {
        try {
            if (contentType == null) {
                return false;
            }
            MimeType type = MimeType.valueOf(contentType);
            String charset = type.getParameter("charset");
            return JSON.equalsTypeAndSubtype(type)
                    && (charset == null || charset.replace("\"", "").equalsIgnoreCase("utf-8"));
        } catch (InvalidMimeTypeException e) {
            return false;
        }
    }

    private static List<Violation> validated(JsonSchema schema, JsonNode document) {
        List<Violation> violations = new ArrayList<>();
        for (ValidationMessage message : schema.validate(document)) {
            violations.add(violation(message));
        }
        return violations;
    }

    private static Violation violation(ValidationMessage message) {
        String pointer = pointer(message);
        return switch (message.getType()) {
            case "additionalProperties", "unevaluatedProperties" ->
                new Violation(
                        pointer + "/" + RequestDocument.escaped(String.valueOf(message.getProperty())),
                        ErrorCode.UNKNOWN_FIELD,
                        "is not known here");
            case "required" ->
                new Violation(
                        pointer + "/" + RequestDocument.escaped(String.valueOf(message.getProperty())),
                        ErrorCode.VALIDATION_FAILED,
                        "is required");
            default -> new Violation(pointer, refusal(message, pointer), "does not fit: " + message.getType());
        };
    }

    /** Money is always {@code {"amount", "currency"}}: an amount in another notation is a matter of precision. */
    private static ErrorCode refusal(ValidationMessage message, String pointer) {
        return message.getType().equals("pattern") && pointer.endsWith("/amount")
                ? ErrorCode.AMOUNT_PRECISION
                : ErrorCode.VALIDATION_FAILED;
    }

    private static String pointer(ValidationMessage message) {
        StringBuilder pointer = new StringBuilder();
        var path = message.getInstanceLocation();
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer.append('/').append(RequestDocument.escaped(String.valueOf(path.getElement(i))));
        }
        return pointer.toString();
    }

    private static void refuse(List<Violation> violations, String detail) {
        if (violations.isEmpty()) {
            return;
        }
        Set<ErrorCode> codes = violations.stream().map(Violation::code).collect(Collectors.toSet());
        ErrorCode code = ErrorCode.VALIDATION_FAILED;
        if (codes.contains(ErrorCode.UNKNOWN_FIELD)) {
            code = ErrorCode.UNKNOWN_FIELD;
        } else if (codes.size() == 1) {
            code = violations.getFirst().code();
        }
        throw new ProblemException(
                code, detail, violations.stream().limit(MOST_ERRORS).toList());
    }

    private static @Nullable JsonNode value(Contract contract, Parameter parameter, HttpCall call) {
        if (parameter.in() == Place.PATH) {
            return pathValue(contract, parameter, call);
        }
        List<String> values = call.query().getOrDefault(parameter.name(), List.of());
        String pointer = "query/" + parameter.name();
        if (values.isEmpty()) {
            if (parameter.required()) {
                throw invalid(pointer, "is required");
            }
            return parameter.fallback();
        }
        if (values.size() > 1) {
            throw invalid(pointer, "is there more than once");
        }
        String text = values.getFirst();
        JsonNode value = typed(parameter.type(), text);
        if (!RequestDocument.isStorable(text)
                || value == null
                || !parameter.schema().validate(value).isEmpty()) {
            throw invalid(pointer, parameter.misfit(), "does not fit");
        }
        return value;
    }

    /** A path that fits no id is a thing that is not there, exactly like an id that is unknown. */
    private static JsonNode pathValue(Contract contract, Parameter parameter, HttpCall call) {
        var match = contract.path().matchAndExtract(PathContainer.parsePath(call.path()));
        Map<String, String> variables = match == null ? Map.of() : match.getUriVariables();
        String text = variables.get(parameter.name());
        JsonNode value = text == null || !RequestDocument.isStorable(text) ? null : typed(parameter.type(), text);
        if (value == null || !parameter.schema().validate(value).isEmpty()) {
            throw new ProblemException(ErrorCode.NOT_FOUND, "there is nothing at this path");
        }
        return value;
    }

    private static @Nullable JsonNode typed(String type, String text) {
        var nodes = OperationJson.mapper().getNodeFactory();
        return switch (type) {
            case "integer" -> text.matches("-?(0|[1-9][0-9]{0,17})") ? nodes.numberNode(Long.parseLong(text)) : null;
            case "boolean" ->
                text.equals("true") || text.equals("false") ? nodes.booleanNode(text.equals("true")) : null;
            default -> nodes.textNode(text);
        };
    }

    private static ProblemException invalid(String pointer, String message) {
        return invalid(pointer, ErrorCode.VALIDATION_FAILED, message);
    }

    private static ProblemException invalid(String pointer, ErrorCode code, String message) {
        return new ProblemException(code, "a parameter does not fit", List.of(new Violation(pointer, code, message)));
    }

    /** The command record; what the schema let through and the record refuses is a refusal of the document. */
    static <C> C bound(JsonNode document, Class<C> command, Set<String> pathNames) {
        try {
            return OperationJson.mapper().treeToValue(document, command);
        } catch (JsonMappingException e) {
            throw unbindable(e, pathNames);
        } catch (JsonProcessingException e) {
            throw new ProblemException(ErrorCode.VALIDATION_FAILED, "the document does not fit");
        } catch (MoneyFormatException e) {
            throw new ProblemException(ErrorCode.AMOUNT_PRECISION, String.valueOf(e.getMessage()));
        }
    }

    private static ProblemException unbindable(JsonMappingException e, Set<String> pathNames) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            String name = reference.getFieldName();
            pointer.append('/')
                    .append(name == null ? String.valueOf(reference.getIndex()) : RequestDocument.escaped(name));
        }
        if (!e.getPath().isEmpty()
                && pathNames.contains(String.valueOf(e.getPath().getFirst().getFieldName()))) {
            return new ProblemException(ErrorCode.NOT_FOUND, "there is nothing at this path");
        }
        MoneyFormatException amount = e.getCause() instanceof MoneyFormatException money ? money : null;
        ErrorCode code = amount != null ? ErrorCode.AMOUNT_PRECISION : ErrorCode.VALIDATION_FAILED;
        String rule = amount != null ? String.valueOf(amount.getMessage()) : "does not fit";
        return new ProblemException(
                code, "the document does not fit", List.of(new Violation(pointer.toString(), code, rule)));
    }
}
