package wallethub.staff;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.staff.IssuerDocuments.Metadata;

/**
 * A login at the issuer, by the authorization code flow with PKCE.
 *
 * <p>Nonce and verifier follow from the state and the secret: nobody else can make them, and nothing keeps them.
 */
@Component
class IssuerLogin {

    private final StaffSecrets secrets;
    private final IssuerDocuments documents;
    private final IssuerHttp http;
    private final IdTokens tokens;

    IssuerLogin(StaffSecrets secrets, IssuerDocuments documents, IssuerHttp http, IdTokens tokens) {
        this.secrets = secrets;
        this.documents = documents;
        this.http = http;
        this.tokens = tokens;
    }

    /** Where the browser goes to log in. */
    String address(RelyingParty party, String state) throws IssuerException {
        String endpoint = documents.metadata(party).authorizationEndpoint();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", party.clientId());
        query.put("redirect_uri", party.redirectUri());
        query.put("scope", String.join(" ", party.scopes()));
        query.put("state", state);
        query.put("nonce", nonce(state));
        query.put("code_challenge", challenge(verifier(state)));
        query.put("code_challenge_method", "S256");
        if (!party.requiredAcr().isEmpty()) {
            query.put("acr_values", String.join(" ", party.requiredAcr()));
        }
        return endpoint + (endpoint.contains("?") ? "&" : "?") + form(query);
    }

    /** Who has logged in, for the code that came back. */
    Identity identity(RelyingParty party, String state, String code, @Nullable String namedIssuer)
            throws IssuerException {
        Metadata metadata = documents.metadata(party);
        if (namedIssuer == null ? metadata.namesItself() : !namedIssuer.equals(party.issuer())) {
            throw IssuerException.refused("response-iss");
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", party.redirectUri());
        form.put("code_verifier", verifier(state));
        if (metadata.post()) {
            form.put("client_id", party.clientId());
            form.put("client_secret", party.clientSecret());
        }
        JsonNode answer =
                http.post(party.reached(metadata.tokenEndpoint()), form(form), metadata.post() ? "" : basic(party));
        String token = answer.path("id_token").textValue();
        if (token == null) {
            throw IssuerException.refused("no-id-token");
        }
        return tokens.read(party, token, nonce(state));
    }

    private String nonce(String state) {
        return secrets.derived("nonce", state.getBytes(UTF_8));
    }

    private String verifier(String state) {
        return secrets.derived("verifier", state.getBytes(UTF_8));
    }

    /** RFC 7636, S256. */
    static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }

    /** RFC 6749, 2.3.1: both are encoded as in a form first. */
    private static String basic(RelyingParty party) {
        String pair = encoded(party.clientId()) + ":" + encoded(party.clientSecret());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
