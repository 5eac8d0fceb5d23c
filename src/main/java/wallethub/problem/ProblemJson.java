package wallethub.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code application/problem+json} bytes of a problem. */
public final class ProblemJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private ProblemJson() {}

    /**
     * @param language the client's language tag; decides the title only
     * @param instance the path that was asked for
     */
    public static byte[] bytes(Problem problem, String language, String instance, String traceId) {
        Map<String, Object> document = new LinkedHashMap<>(problem.extras());
        document.put("type", Problem.type(problem.code()));
        document.put("title", problem.code().title(language));
        document.put("status", problem.code().status());
        document.put("detail", problem.detail());
        document.put("instance", instance);
        document.put("code", problem.code().name());
        document.put("traceId", traceId);
        if (!problem.errors().isEmpty()) {
            document.put("errors", problem.errors());
        }
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem has no JSON form: " + problem.code(), e);
        }
    }
}
