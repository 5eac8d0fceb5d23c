package wallethub.ops;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the ERP is. Routes and mappings read these settings; here they are checked before anything starts.
 *
 * @param connector the folder in {@code routes/connectors/erp} whose routes speak with it
 * @param url its base URL
 * @param token what it knows us by, 128 bits at least
 */
@ConfigurationProperties("hub.erp")
record ErpSettings(
        @DefaultValue("rest") String connector,
        @DefaultValue("") String url,
        @DefaultValue("") String token) {

    private static final int TOKEN_MIN = 16;

    ErpSettings {
        demand(connector.matches("[a-z][a-z0-9-]*"), "HUB_ERP_CONNECTOR (hub.erp.connector) is a word such as rest");
        demand(!url.isBlank(), "HUB_ERP_URL (hub.erp.url) is missing");
        demand(isWebAddress(url), "HUB_ERP_URL (hub.erp.url) is not an http or https URL");
        demand(!token.isBlank(), "HUB_ERP_TOKEN (hub.erp.token) is missing");
        demand(
                token.length() >= TOKEN_MIN,
                "HUB_ERP_TOKEN (hub.erp.token) is too weak: it has fewer than " + TOKEN_MIN + " characters");
    }

    private static boolean isWebAddress(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void demand(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "ErpSettings[connector=" + connector + ", url=" + url + "]";
    }
}
