package wallethub.idp;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import wallethub.access.SecretKeys;

/**
 * The embedded issuer of staff logins.
 *
 * @param secret seals keys and authenticator secrets and is behind the client's secret; 32 characters at least; without it
 *     there is no embedded issuer
 * @param secretKid names it in the rows
 * @param previousSecrets by kid: what was sealed with them is still read
 * @param url of the hub as browsers reach it; https outside loopback; the issuer is this and {@code /idp}
 * @param breachedPasswords a file of passwords that nobody may have, one a line, plain or as SHA-1 in hex
 * @param breakGlass whether the group {@code break-glass} may log in here although an outside issuer is set
 * @param keyLife how long a key signs before another is made
 */
@ConfigurationProperties("hub.idp")
record IdpSettings(
        @DefaultValue("") String secret,
        @DefaultValue("1") String secretKid,
        @DefaultValue Map<String, String> previousSecrets,
        @DefaultValue("http://localhost:8080") String url,
        @DefaultValue("") String breachedPasswords,
        @DefaultValue("false") boolean breakGlass,
        @DefaultValue("90d") Duration keyLife) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    IdpSettings {
        previousSecrets = Map.copyOf(previousSecrets);
        if (!secret.isBlank()) {
            SecretKeys.demandStrong("HUB_IDP_SECRET (hub.idp.secret)", secret);
        }
        previousSecrets.forEach((kid, old) -> SecretKeys.demandStrong("hub.idp.previous-secrets." + kid, old));
        demand(
                secretKid.matches("[A-Za-z0-9_-]{1,40}") && !previousSecrets.containsKey(secretKid),
                "hub.idp.secret-kid names one secret, in letters and digits");
        demand(isOrigin(url), "hub.idp.url is a scheme, a host and a port, https outside loopback, nothing after it");
        demand(
                keyLife.compareTo(Duration.ofDays(1)) >= 0 && keyLife.compareTo(Duration.ofDays(366)) <= 0,
                "hub.idp.key-life is from P1D to P366D");
    }

    String issuer() {
        return url + "/idp";
    }

    /** Never the secrets. */
    @Override
    public String toString() {
        return "IdpSettings[url=" + url + ", secretKid=" + secretKid + ", breakGlass=" + breakGlass + "]";
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = URI.create(text);
            String host = uri.getHost();
            String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
            return host != null
                    && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && LOOPBACK.contains(host)))
                    && text.equals(uri.getScheme() + "://" + host + port);
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
