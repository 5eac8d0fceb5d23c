package wallethub.ops;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import wallethub.lane.TargetRules;

/**
 * Where the ERP is. Routes and mappings read these settings; here they are checked before anything starts.
 *
 * @param connector the folder in {@code routes/connectors/erp} whose routes speak with it
 * @param url its base URL
 * @param token what it knows us by, 128 bits at least; the connector {@code tryton} logs in instead
 * @param batch how many entries go in one call; more than one only where the connector has {@code ensure-entries}
 * @param calls how many calls run at once
 * @param perSecond how many entries a second; 0 for no bound
 * @param database of the connector {@code tryton} only, as all that follows
 * @param user whom the ERP knows
 * @param password the user's, as strong as a token
 * @param company the ERP's id of the company whose books they are
 * @param journal the code of the journal that takes the entries
 * @param session how long a login is used
 * @param loginPause how long after a refused login none is tried
 */
@ConfigurationProperties("hub.erp")
record ErpSettings(
        @DefaultValue("rest") String connector,
        @DefaultValue("") String url,
        @DefaultValue("") String token,
        @DefaultValue("1") int batch,
        @DefaultValue("8") int calls,
        @DefaultValue("20") int perSecond,
        @DefaultValue("") String database,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("1") int company,
        @DefaultValue("WALLET") String journal,
        @DefaultValue("4m") Duration session,
        @DefaultValue("15m") Duration loginPause) {

    private static final String BY_LOGIN = "tryton";
    private static final String ONE_BY_ONE = "rest";
    private static final int BATCH_MAX = 100;
    // Those of the mapping files.
    private static final int CALLS_MAX = 256;
    private static final int PER_SECOND_MAX = 10_000;

    ErpSettings {
        TargetRules rules = new TargetRules("erp");
        rules.connector(connector, "rest");
        rules.url(url);
        rules.number("batch", batch, 1, connector.equals(ONE_BY_ONE) ? 1 : BATCH_MAX);
        rules.number("calls", calls, 1, CALLS_MAX);
        rules.number("per-second", perSecond, 0, PER_SECOND_MAX);
        if (connector.equals(BY_LOGIN)) {
            rules.name("database", database);
            rules.name("user", user);
            rules.secret("password", password);
            rules.name("journal", journal);
            rules.number("company", company);
            rules.duration("session", session);
            rules.duration("login-pause", loginPause);
        } else {
            rules.token(token);
        }
    }

    /** Never the token, never the password. */
    @Override
    public String toString() {
        return "ErpSettings[connector=" + connector + ", url=" + url + "]";
    }
}
