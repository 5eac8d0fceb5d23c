package wallethub.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which pages of other origins may read the API's answers: those on the exact list, and nobody else. */
@Component
class Cors {

    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String REQUEST_HEADERS = String.join(
            ", ",
            List.of(
                    "Accept-Language",
                    "Authorization",
                    "Content-Type",
                    "Idempotency-Key",
                    "If-Match",
                    "If-None-Match",
                    "traceparent",
                    "X-Request-Id"));
    private static final String EXPOSED = String.join(
            ", ",
            List.of(
                    "ETag",
                    "Idempotency-Replayed",
                    "Link",
                    "Location",
                    "RateLimit",
                    "RateLimit-Policy",
                    "Retry-After",
                    "traceparent",
                    "WWW-Authenticate",
                    "X-Request-Id"));
    private static final String MAX_AGE_SECONDS = "600";

    private final Set<String> origins;
    private final boolean credentials;

    Cors(EdgeSettings settings) {
        origins = Set.copyOf(settings.cors().origins());
        credentials = settings.cors().credentials();
    }

    /** A browser's question before the request itself; it carries no credentials and needs none. */
    static boolean isPreflight(HttpServletRequest request) {
        return "OPTIONS".equals(request.getMethod())
                && request.getHeader("Origin") != null
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    /** Lets a page of a listed origin read the answer; an unknown one gets no header at all. */
    void allow(HttpServletRequest request, HttpServletResponse response) {
        response.addHeader("Vary", "Origin");
        String origin = request.getHeader("Origin");
        if (!isListed(origin)) {
            return;
        }
        response.setHeader("Access-Control-Allow-Origin", origin);
        if (credentials) {
            response.setHeader("Access-Control-Allow-Credentials", "true");
        }
        if (isPreflight(request)) {
            response.setHeader("Access-Control-Allow-Methods", METHODS);
            response.setHeader("Access-Control-Allow-Headers", REQUEST_HEADERS);
            response.setHeader("Access-Control-Max-Age", MAX_AGE_SECONDS);
        } else {
            response.setHeader("Access-Control-Expose-Headers", EXPOSED);
        }
    }

    // Byte for byte, as browsers write it: "null" and prefixes match nothing.
    private boolean isListed(@Nullable String origin) {
        return origin != null && origins.contains(origin);
    }
}
