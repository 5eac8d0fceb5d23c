package wallethub.notification;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import wallethub.lane.TargetRules;

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

    SmsSettings {
        TargetRules rules = new TargetRules("sms");
        rules.connector(connector, "http");
        if (!url.isBlank()) {
            rules.url(url);
            rules.token(token);
        }
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "SmsSettings[connector=" + connector + ", url=" + url + "]";
    }
}
