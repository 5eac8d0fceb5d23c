package wallethub.shop;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a client asks of the token endpoint (RFC 6749, 2.3.1 and 4.4.2); bounded, each parameter once.
 *
 * @param secret never logged
 * @param grantType empty without one
 * @param scopes as asked for, none for all
 */
record TokenRequest(String clientId, String secret, String grantType, Set<String> scopes) {

    private static final Pattern FORM =
            Pattern.compile("application/x-www-form-urlencoded *(;.*)?", Pattern.CASE_INSENSITIVE);
    private static final String BASIC = "Basic ";
    private static final int LARGEST_BODY = 4 * 1024;
    private static final int MOST_FIELDS = 10;
    private static final int LONGEST_AUTHORIZATION = 1_024;

    TokenRequest {
        scopes = Set.copyOf(scopes);
    }

    /** Empty when it cannot be read, or authenticates in two ways at once; without any, both its credentials are empty. */
    static Optional<TokenRequest> read(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY
                || !FORM.matcher(String.valueOf(request.getContentType())).matches()) {
            return Optional.empty();
        }
        String authorization = request.getHeader("Authorization");
        try {
            Map<String, String> fields = fields(new String(body, StandardCharsets.UTF_8));
            return authorization == null ? Optional.of(of(fields)) : withBasic(authorization, fields);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<TokenRequest> withBasic(String authorization, Map<String, String> fields) {
        if (fields.containsKey("client_secret")) {
            return Optional.empty();
        }
        String[] both = basic(authorization);
        String named = fields.getOrDefault("client_id", both[0]);
        if (!named.equals(both[0])) {
            return Optional.empty();
        }
        fields.put("client_id", both[0]);
        fields.put("client_secret", both[1]);
        return Optional.of(of(fields));
    }

    /** Id and secret; two empty texts for credentials of another kind. */
    private static String[] basic(String authorization) {
        if (authorization.length() > LONGEST_AUTHORIZATION
                || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return new String[] {"", ""};
        }
        byte[] decoded = Base64.getDecoder()
                .decode(authorization.substring(BASIC.length()).strip());
        String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
        return parts.length == 2 ? new String[] {decoded(parts[0]), decoded(parts[1])} : new String[] {"", ""};
    }

    /** @throws IllegalArgumentException for what is no form, or has a parameter twice */
    private static Map<String, String> fields(String form) {
        String[] pairs = form.isEmpty() ? new String[0] : form.split("&", -1);
        if (pairs.length > MOST_FIELDS) {
            throw new IllegalArgumentException("too many parameters");
        }
        Map<String, String> fields = new HashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (fields.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException("a parameter is there twice");
            }
        }
        // RFC 6749, 3.2: without a value it is as if it were not there.
        fields.values().removeIf(String::isEmpty);
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static TokenRequest of(Map<String, String> fields) {
        Set<String> scopes = new LinkedHashSet<>(
                Arrays.asList(fields.getOrDefault("scope", "").split(" ", -1)));
        scopes.remove("");
        return new TokenRequest(
                fields.getOrDefault("client_id", ""),
                fields.getOrDefault("client_secret", ""),
                fields.getOrDefault("grant_type", ""),
                scopes);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "TokenRequest[" + grantType + "]";
    }
}
