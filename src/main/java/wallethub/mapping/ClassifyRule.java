package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import wallethub.mapping.Mapping.OnPoison;

/** One line of a {@code classify} block; a list that is not given matches everything. */
record ClassifyRule(
        Set<Integer> status,
        Set<String> code,
        Set<String> error,
        Outcome outcome,
        @Nullable OnPoison onPoison) {

    ClassifyRule {
        status = Set.copyOf(status);
        code = Set.copyOf(code);
        error = Set.copyOf(error);
    }

    static ClassifyRule of(JsonNode rule) {
        Set<Integer> status = new HashSet<>();
        rule.path("status").forEach(each -> status.add(each.asInt()));
        OnPoison onPoison = rule.has("onPoison") ? Policies.onPoison(rule.path("onPoison"), OnPoison.PARK_KEY) : null;
        return new ClassifyRule(
                status,
                texts(rule.path("code")),
                texts(rule.path("error")),
                Outcome.named(rule.path("as").asText()),
                onPoison);
    }

    /** Whether it is about this exception: by its kind, or by the code of a mapping or an operation. */
    boolean matchesError(String name) {
        return status.isEmpty() && (error.contains(name) || code.contains(name));
    }

    boolean matchesAnswer(@Nullable Integer answered, @Nullable String answerCode) {
        return error.isEmpty()
                && (status.isEmpty() || (answered != null && status.contains(answered)))
                && (code.isEmpty() || (answerCode != null && code.contains(answerCode)));
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
