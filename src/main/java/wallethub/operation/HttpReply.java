package wallethub.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import wallethub.problem.ErrorCode;
import wallethub.problem.Problem;
import wallethub.problem.ProblemJson;

/** What goes back over HTTP: a document, nothing, or a problem. */
public record HttpReply(int status, Map<String, String> headers, byte @Nullable [] body) {

    // Seconds; a retryable refusal says when to come again.
    private static final String RETRY_SOON = "1";
    private static final String RETRY_LATER = "5";

    public HttpReply {
        headers = Map.copyOf(headers);
    }

    public static HttpReply problem(Problem problem, String language, String instance, String traceId) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", Problem.MEDIA_TYPE);
        Object wait = problem.extras().get("retryAfterSeconds");
        if (wait != null) {
            headers.put("Retry-After", wait.toString());
        } else if (problem.code().retryable()) {
            headers.put("Retry-After", problem.code() == ErrorCode.IDEMPOTENCY_IN_PROGRESS ? RETRY_SOON : RETRY_LATER);
        }
        if (problem.code().status() == 401 && problem.code() != ErrorCode.SIGNATURE_INVALID) {
            boolean had = problem.code() != ErrorCode.AUTH_REQUIRED;
            headers.put("WWW-Authenticate", had ? "Bearer error=\"invalid_token\"" : "Bearer");
        }
        return new HttpReply(problem.code().status(), headers, ProblemJson.bytes(problem, language, instance, traceId));
    }

    static HttpReply problem(Problem problem, HttpCall call) {
        return problem(problem, call.language(), call.path(), call.traceId());
    }

    public HttpReply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpReply(status, more, body);
    }
}
