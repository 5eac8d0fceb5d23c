package wallethub.operation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import wallethub.access.Caller;

/**
 * An HTTP request after the ingress rule: what an operation may know of it.
 *
 * @param path the raw path, still percent-encoded
 * @param headers those on the allow-list, names in lower case
 * @param query parameters on the allow-list, decoded
 * @param body the bytes, null when they were more than allowed
 * @param language the tag the client prefers, {@code ar} or {@code en}
 * @param traceparent W3C trace context to hand on
 */
public record HttpCall(
        String method,
        String path,
        Map<String, String> headers,
        Map<String, List<String>> query,
        byte @Nullable [] body,
        Caller caller,
        String language,
        String correlationId,
        String traceId,
        String traceparent) {

    /** The request attribute and the exchange property it travels in. */
    public static final String KEY = "wallethub.httpCall";

    public HttpCall {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    @Nullable
    String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }
}
