package wallethub.ops;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import wallethub.lane.TargetRules;

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

    ErpSettings {
        TargetRules rules = new TargetRules("erp");
        rules.connector(connector, "rest");
        rules.url(url);
        rules.token(token);
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "ErpSettings[connector=" + connector + ", url=" + url + "]";
    }
}
