package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import wallethub.mapping.Mapping.Attempt;
import wallethub.mapping.Mapping.Classification;
import wallethub.mapping.Mapping.Header;

/** Runs the samples and outcomes of a mapping file against what it compiled to. */
final class Samples {

    private final MappingFile file;

    private Samples(MappingFile file) {
        this.file = file;
    }

    static List<SampleResult> run(MappingFile file) {
        Samples samples = new Samples(file);
        List<SampleResult> results = new ArrayList<>();
        for (int i = 0; i < file.samples().size(); i++) {
            JsonNode sample = file.samples().get(i);
            String name = sample.path("name").asText();
            results.add(samples.result("/samples/" + i, "sample", name, () -> samples.differences(sample)));
        }
        for (int i = 0; i < file.outcomes().size(); i++) {
            JsonNode outcome = file.outcomes().get(i);
            String name = ExactJson.text(outcome.path("response")) + " is "
                    + outcome.path("expect").asText();
            results.add(samples.result("/outcomes/" + i, "outcome", name, () -> samples.outcomeDifferences(outcome)));
        }
        return results;
    }

    private SampleResult result(String pointer, String kind, String name, Supplier<List<String>> run) {
        long from = System.nanoTime();
        List<String> differences = run.get();
        Position at = file.at(pointer);
        return new SampleResult(
                file.mapping().name(),
                file.path(),
                at.line(),
                at.column(),
                kind,
                name,
                differences,
                (System.nanoTime() - from) / 1000);
    }

    private List<String> differences(JsonNode sample) {
        String code = sample.at("/expectError/code").asText("");
        try {
            byte[] mapped = file.mapping().transform(ExactJson.bytes(sample.path("input")), context(sample));
            return code.isEmpty()
                    ? JsonDifference.between(sample.path("expect"), ExactJson.parse(mapped))
                    : List.of(".: expected the refusal " + code + ", got a document");
        } catch (MappingException e) {
            return e.code().equals(code)
                    ? List.of()
                    : List.of(".: expected " + (code.isEmpty() ? "a document" : "the refusal " + code) + ", got "
                            + e.code() + ": " + e.getMessage());
        }
    }

    private static MappingContext context(JsonNode sample) {
        Map<String, String> values = new HashMap<>();
        sample.path("context")
                .properties()
                .forEach(field -> values.put(field.getKey(), field.getValue().asText()));
        return new MappingContext(values);
    }

    private List<String> outcomeDifferences(JsonNode outcome) {
        Classification got = file.mapping().classify(attempt(outcome.path("response")));
        List<String> differences = new ArrayList<>();
        compare(differences, outcome, "expect", word(got.outcome()));
        compare(differences, outcome, "code", got.code());
        compare(differences, outcome, "foreignId", got.foreignId());
        compare(differences, outcome, "foreignNumber", got.foreignNumber());
        compare(differences, outcome, "onPoison", word(got.onPoison()));
        String retryAfter = Policies.text(outcome.path("retryAfter"));
        if (retryAfter != null && !DurationText.parse(retryAfter).equals(got.retryAfter())) {
            differences.add("retryAfter: expected " + retryAfter + ", got " + got.retryAfter());
        }
        return differences;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static void compare(List<String> differences, JsonNode outcome, String field, @Nullable String got) {
        String expected = Policies.text(outcome.path(field));
        if (expected != null && !expected.equals(got)) {
            differences.add(field + ": expected " + expected + ", got " + got);
        }
    }

    private static Attempt attempt(JsonNode response) {
        List<Header> headers = response.path("headers").properties().stream()
                .map(field -> new Header(field.getKey(), field.getValue().asText()))
                .toList();
        JsonNode body = response.path("body");
        return new Attempt(
                response.has("status") ? response.path("status").asInt() : null,
                headers,
                body.isMissingNode() ? null : body.isTextual() ? body.textValue() : ExactJson.text(body),
                Policies.text(response.path("error")));
    }
}
