package wallethub.staff;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What an issuer publishes of itself, read when it is first needed and kept for an hour; its keys also when a token names
 * one that is not known, once in ten seconds at most.
 */
@Component
class IssuerDocuments {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final IssuerHttp http;
    private final Clock clock;
    // By the name of the issuer: the one of the settings, and the embedded one.
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    IssuerDocuments(IssuerHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /**
     * @param post whether the client's secret goes into the form, because the issuer knows no other way
     * @param namesItself whether its answers carry {@code iss} (RFC 9207)
     */
    record Metadata(
            String issuer,
            String authorizationEndpoint,
            String tokenEndpoint,
            String jwksUri,
            boolean post,
            boolean namesItself) {}

    private record Known(Metadata metadata, JWKSet keys, Instant readAt, Instant keysReadAt) {}

    Metadata metadata(RelyingParty party) throws IssuerException {
        return known(party).metadata();
    }

    /** The keys of that id; of every key, when the token does not say. */
    List<JWK> keys(RelyingParty party, @Nullable String kid) throws IssuerException {
        Known now = known(party);
        List<JWK> found = named(now, kid);
        if (found.isEmpty() && !clock.instant().isBefore(now.keysReadAt().plus(AGAIN))) {
            Known again = new Known(now.metadata(), readKeys(party, now.metadata()), now.readAt(), clock.instant());
            known.put(party.issuer(), again);
            found = named(again, kid);
        }
        return found;
    }

    private static List<JWK> named(Known known, @Nullable String kid) {
        return known.keys().getKeys().stream()
                .filter(key -> kid == null || kid.equals(key.getKeyID()))
                .toList();
    }

    private Known known(RelyingParty party) throws IssuerException {
        Known before = known.get(party.issuer());
        if (before != null && clock.instant().isBefore(before.readAt().plus(KEPT))) {
            return before;
        }
        Metadata metadata = read(party);
        Instant now = clock.instant();
        Known fresh = new Known(metadata, readKeys(party, metadata), now, now);
        known.put(party.issuer(), fresh);
        return fresh;
    }

    private Metadata read(RelyingParty party) throws IssuerException {
        String base = party.reachedAt();
        String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        JsonNode document = http.get(root + "/.well-known/openid-configuration");
        if (!party.issuer().equals(document.path("issuer").textValue())) {
            throw IssuerException.refused("metadata-issuer");
        }
        JsonNode challenges = document.path("code_challenge_methods_supported");
        if (challenges.isArray() && !has(challenges, "S256")) {
            throw IssuerException.refused("no-s256");
        }
        JsonNode methods = document.path("token_endpoint_auth_methods_supported");
        return new Metadata(
                party.issuer(),
                endpoint(document, "authorization_endpoint"),
                endpoint(document, "token_endpoint"),
                endpoint(document, "jwks_uri"),
                methods.isArray() && !has(methods, "client_secret_basic") && has(methods, "client_secret_post"),
                document.path("authorization_response_iss_parameter_supported").asBoolean(false));
    }

    private static boolean has(JsonNode array, String wanted) {
        return array.valueStream().anyMatch(one -> wanted.equals(one.textValue()));
    }

    private static String endpoint(JsonNode document, String name) throws IssuerException {
        return Optional.ofNullable(document.path(name).textValue())
                .filter(url -> OidcSettings.isSafe(withoutQuery(url)))
                .orElseThrow(() -> IssuerException.refused("metadata-endpoint"));
    }

    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    private JWKSet readKeys(RelyingParty party, Metadata metadata) throws IssuerException {
        try {
            return JWKSet.parse(http.get(party.reached(metadata.jwksUri())).toString());
        } catch (ParseException e) {
            throw IssuerException.unavailable("no-keys");
        }
    }
}
