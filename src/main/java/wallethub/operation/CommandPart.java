package wallethub.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Set;
import wallethub.money.MoneyFormatException;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/** A part of a command whose type depends on another part: bound when the operation knows it, by the same rules. */
public final class CommandPart {

    private CommandPart() {}

    /** @throws ProblemException with the rule of the record that the part breaks */
    public static <T> T bound(JsonNode part, Class<T> type) {
        try {
            return OperationJson.mapper().treeToValue(part, type);
        } catch (ValueInstantiationException e) {
            if (e.getCause() instanceof IllegalArgumentException broken && !(broken instanceof MoneyFormatException)) {
                throw new ProblemException(ErrorCode.VALIDATION_FAILED, String.valueOf(broken.getMessage()));
            }
            return RequestReader.bound(part, type, Set.of());
        } catch (JsonProcessingException | MoneyFormatException e) {
            // Once more, by the way that says where and why.
            return RequestReader.bound(part, type, Set.of());
        }
    }
}
