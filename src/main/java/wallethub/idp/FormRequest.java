package wallethub.idp;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request of the issuer with its query and its form read, which the container does not do here; bounded. */
final class FormRequest extends HttpServletRequestWrapper {

    private static final String CONTEXT = "/idp";
    private static final int LARGEST_BODY = 16 * 1024;
    private static final int MOST_FIELDS = 30;

    private final Map<String, String[]> parameters;

    private FormRequest(HttpServletRequest request, Map<String, String[]> parameters) {
        super(request);
        this.parameters = parameters;
    }

    /** Empty when it is too large or cannot be read. */
    static Optional<FormRequest> read(HttpServletRequest request) throws IOException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        String query = request.getQueryString();
        boolean read = collect(query == null ? "" : query, fields);
        if (read && request.getMethod().equals("POST")) {
            byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
            String type = String.valueOf(request.getContentType());
            read = body.length <= LARGEST_BODY
                    && type.startsWith("application/x-www-form-urlencoded")
                    && collect(new String(body, StandardCharsets.UTF_8), fields);
        }
        if (!read) {
            return Optional.empty();
        }
        Map<String, String[]> parameters = new LinkedHashMap<>();
        fields.forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
        return Optional.of(new FormRequest(request, Collections.unmodifiableMap(parameters)));
    }

    private static boolean collect(String text, Map<String, List<String>> fields) {
        String[] pairs = text.isEmpty() ? new String[0] : text.split("&", -1);
        if (pairs.length > MOST_FIELDS) {
            return false;
        }
        try {
            for (String pair : pairs) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.computeIfAbsent(decoded(name), key -> new ArrayList<>()).add(decoded(value));
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** A field that is there exactly once, else nothing. */
    String field(String name) {
        String[] values = parameters.get(name);
        return values == null || values.length != 1 ? "" : values[0];
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = parameters.get(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return parameters.get(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return parameters;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }

    /** The endpoints of the library are named from here. */
    @Override
    public String getContextPath() {
        return CONTEXT;
    }

    @Override
    public String getServletPath() {
        return getRequestURI().substring(CONTEXT.length());
    }

    @Override
    public @Nullable String getPathInfo() {
        return null;
    }
}
