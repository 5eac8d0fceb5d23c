package wallethub.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.pattern.PathPattern;
import wallethub.problem.ErrorCode;

/**
 * One operation as an OpenAPI file promises it, its schemas compiled.
 *
 * @param name as routes call it: {@code create-recharge} for the operationId {@code createRecharge}
 * @param permission null for a public operation
 * @param body null when the operation takes no document
 */
record Contract(
        String name,
        String operationId,
        String method,
        PathPattern path,
        @Nullable String permission,
        @Nullable Body body,
        List<Parameter> parameters) {

    Contract {
        parameters = List.copyOf(parameters);
    }

    record Body(JsonSchema schema, boolean required) {}

    /**
     * @param type of the schema, which decides what the text is turned into
     * @param misfit what a text that does not fit the schema is refused with
     */
    record Parameter(
            String name,
            Place in,
            boolean required,
            String type,
            JsonSchema schema,
            @Nullable JsonNode fallback,
            ErrorCode misfit) {}

    enum Place {
        PATH,
        QUERY
    }
}
