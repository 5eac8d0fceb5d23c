package wallethub.staff;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The issuer at which staff log in. Without one the embedded issuer is asked.
 *
 * @param issuer exactly as its documents and tokens name it
 * @param clientId of the hub there
 * @param clientSecret of the hub there; 16 characters at least
 * @param redirectBaseUrl the hub as browsers reach it; https outside loopback
 * @param scopes asked for
 * @param groupsClaim of the ID token that says what somebody belongs to
 * @param personClaim of the ID token that tells whose account it is, the same for all accounts of one human; empty: an account is a
 *     person. With it nobody comes in without
 * @param groups roles of the hub by group
 * @param requiredAcr one of them must be the context of the login; empty: any
 * @param requiredAmr all of them must be among the methods of the login; empty: any
 * @param readTimeout of each answer of the issuer, whole
 */
@ConfigurationProperties("hub.staff.oidc")
record OidcSettings(
        @DefaultValue("") String issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("") String redirectBaseUrl,
        @DefaultValue({"openid", "profile"}) List<String> scopes,
        @DefaultValue("groups") String groupsClaim,
        @DefaultValue("") String personClaim,
        @DefaultValue Map<String, String> groups,
        @DefaultValue List<String> requiredAcr,
        @DefaultValue List<String> requiredAmr,
        @DefaultValue("10s") Duration readTimeout) {

    private static final int SHORTEST_SECRET = 16;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    OidcSettings {
        scopes = List.copyOf(scopes);
        groups = Map.copyOf(groups);
        requiredAcr = List.copyOf(requiredAcr);
        requiredAmr = List.copyOf(requiredAmr);
        demand(
                readTimeout.compareTo(Duration.ofMillis(100)) >= 0
                        && readTimeout.compareTo(Duration.ofSeconds(10)) <= 0,
                "hub.staff.oidc.read-timeout is from PT0.1S to PT10S");
        if (!issuer.isBlank()) {
            demand(isSafe(issuer), "HUB_STAFF_OIDC_ISSUER (hub.staff.oidc.issuer) is an https URL without a query");
            demand(!clientId.isBlank(), "HUB_STAFF_OIDC_CLIENTID (hub.staff.oidc.client-id) is missing");
            demand(!clientSecret.isBlank(), "HUB_STAFF_OIDC_CLIENTSECRET (hub.staff.oidc.client-secret) is missing");
            demand(
                    clientSecret.getBytes(StandardCharsets.UTF_8).length >= SHORTEST_SECRET
                            && clientSecret.chars().distinct().count() >= 8,
                    "HUB_STAFF_OIDC_CLIENTSECRET (hub.staff.oidc.client-secret) is too weak: it has at least "
                            + SHORTEST_SECRET + " characters, not all alike");
            demand(
                    isSafe(redirectBaseUrl),
                    "HUB_STAFF_OIDC_REDIRECTBASEURL (hub.staff.oidc.redirect-base-url) is an https URL without a query");
            demand(scopes.contains("openid"), "hub.staff.oidc.scopes has openid");
            demand(!groupsClaim.isBlank(), "hub.staff.oidc.groups-claim is not empty");
        }
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "OidcSettings[issuer=" + issuer + ", clientId=" + clientId + "]";
    }

    /** https, or http on this machine; no user, no query, no fragment. */
    static boolean isSafe(String text) {
        try {
            URI url = URI.create(text);
            return url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && ("https".equals(url.getScheme())
                            || ("http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost())));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void demand(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }
}
