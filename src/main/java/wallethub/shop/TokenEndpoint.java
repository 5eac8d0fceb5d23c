package wallethub.shop;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.StoreScope;
import wallethub.operation.HttpPages;

/**
 * The stores' token endpoint: client credentials for a short access token (RFC 6749, 4.4), with the errors of its 5.2.
 *
 * <p>It is no operation: OAuth has a form and errors of its own. The address of whoever asks is limited at the edge.
 */
@Component
class TokenEndpoint implements HttpPages {

    static final String PATHS = "/api/store/v1/oauth/";
    static final String TOKEN = PATHS + "token";

    private static final Logger log = LoggerFactory.getLogger(TokenEndpoint.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final StoreTokens tokens;

    TokenEndpoint(StoreTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public String paths() {
        return PATHS;
    }

    @Override
    public void serve(HttpServletRequest request, HttpServletResponse response, String address) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Pragma", "no-cache");
        if (!request.getRequestURI().equals(TOKEN)) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        } else if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else {
            answer(TokenRequest.read(request), response);
        }
    }

    private void answer(Optional<TokenRequest> read, HttpServletResponse response) throws IOException {
        if (read.isEmpty()) {
            refuse(response, "invalid_request", "a form with each parameter once, and one way to authenticate");
            return;
        }
        TokenRequest request = read.get();
        Optional<StoreKey> key = tokens.client(request.clientId(), request.secret());
        if (key.isEmpty()) {
            refuseClient(response);
        } else if (request.grantType().isEmpty()) {
            refuse(response, "invalid_request", "grant_type is missing");
        } else if (!request.grantType().equals("client_credentials")) {
            refuse(response, "unsupported_grant_type", "only client_credentials is granted here");
        } else {
            grant(key.get(), request.scopes(), response);
        }
    }

    private void grant(StoreKey key, Set<String> asked, HttpServletResponse response) throws IOException {
        Set<String> left = new HashSet<>(asked);
        Set<StoreScope> scopes = key.scopes().stream()
                .filter(scope -> asked.isEmpty() || left.remove(scope.wire()))
                .collect(Collectors.toUnmodifiableSet());
        if (!left.isEmpty() || scopes.isEmpty()) {
            refuse(response, "invalid_scope", "the key is not good for all of that");
            return;
        }
        ObjectNode body = JSON.createObjectNode()
                .put("access_token", tokens.sign(key, scopes))
                .put("token_type", "Bearer")
                .put("expires_in", tokens.life().toSeconds())
                .put("scope", StoreTokens.scope(scopes));
        log.atInfo()
                .addKeyValue("storeId", key.store())
                .addKeyValue("keyId", key.id())
                .log("store got a token");
        write(response, HttpServletResponse.SC_OK, body);
    }

    /** One answer for an unknown store, a wrong secret, a key that is over, and a store that is closed. */
    private static void refuseClient(HttpServletResponse response) throws IOException {
        log.atInfo().log("token refused: no such client");
        response.setHeader("WWW-Authenticate", "Basic realm=\"store\", charset=\"UTF-8\"");
        write(response, HttpServletResponse.SC_UNAUTHORIZED, error("invalid_client", "the credentials are not valid"));
    }

    private static void refuse(HttpServletResponse response, String code, String description) throws IOException {
        write(response, HttpServletResponse.SC_BAD_REQUEST, error(code, description));
    }

    private static ObjectNode error(String code, String description) {
        return JSON.createObjectNode().put("error", code).put("error_description", description);
    }

    private static void write(HttpServletResponse response, int status, ObjectNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
