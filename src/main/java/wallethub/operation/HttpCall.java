package wallethub.operation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import wallethub.access.Caller;

/**
 * An HTTP request after the ingress rule: what an operation may know of it.
 *
 * @param path the raw path, still percent-encoded
 * @param headers those on the allow-list, each with its values in their order; names in lower case
 * @param query parameters on the allow-list, decoded
 * @param body the bytes, null when they were more than allowed
 * @param language the tag the client prefers, {@code ar} or {@code en}
 * @param traceparent W3C trace context to hand on
 */
public record HttpCall(
        String method,
        String path,
        Map<String, List<String>> headers,
        Map<String, List<String>> query,
        byte @Nullable [] body,
        Caller caller,
        String language,
        String correlationId,
        String traceId,
        String traceparent) {

    /** The exchange property it travels in. */
    public static final String KEY = "wallethub.httpCall";

    private static final Set<String> LISTS = Set.of("if-match", "if-none-match");

    public HttpCall {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    /** The header's value, the first of several; a list over several lines is one list (RFC 9110, 5.3). */
    @Nullable
    String header(String lowerCaseName) {
        List<String> values = headers.get(lowerCaseName);
        if (values == null) {
            return null;
        }
        return LISTS.contains(lowerCaseName) ? String.join(", ", values) : values.getFirst();
    }
}
