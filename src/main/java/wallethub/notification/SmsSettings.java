package wallethub.notification;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the SMS provider is. Routes and mappings read these settings; here they are checked before anything starts.
 *
 * @param connector the folder in {@code routes/connectors/sms} whose routes speak with it
 * @param url its base URL; without one no message is sent, and none waits to be
 * @param token what it knows us by, 128 bits at least
 */
@ConfigurationProperties("hub.sms")
record SmsSettings(
        @DefaultValue("http") String connector,
        @DefaultValue("") String url,
        @DefaultValue("") String token) {

    private static final int TOKEN_MIN = 16;

    SmsSettings {
        demand(connector.matches("[a-z][a-z0-9-]*"), "HUB_SMS_CONNECTOR (hub.sms.connector) is a word such as http");
        if (!url.isBlank()) {
            demand(isWebAddress(url), "HUB_SMS_URL (hub.sms.url) is not an http or https URL");
            demand(!token.isBlank(), "HUB_SMS_TOKEN (hub.sms.token) is missing");
            demand(
                    token.length() >= TOKEN_MIN,
                    "HUB_SMS_TOKEN (hub.sms.token) is too weak: it has fewer than " + TOKEN_MIN + " characters");
        }
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
        return "SmsSettings[connector=" + connector + ", url=" + url + "]";
    }
}
