package wallethub.idp;

import java.net.URI;
import java.util.Map;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import wallethub.staff.EmbeddedIssuer;

/** What the hub as a client knows of the hub as an issuer. */
@Component
@WhileIssuing
class OwnIssuer implements EmbeddedIssuer {

    /** Roles by group: of administrators. All others, of those who break the glass too, are given in the hub, by two of them. */
    static final Map<String, String> ROLES = Map.of(Account.ADMINISTRATORS, "administrator");

    private final IssuerClient client;
    private final Environment environment;

    OwnIssuer(IssuerClient client, Environment environment) {
        this.client = client;
        this.environment = environment;
    }

    @Override
    public String issuer() {
        return client.issuer();
    }

    /** Known when the port is open. */
    @Override
    public URI reachedAt() {
        String port = environment.getProperty("local.server.port", environment.getProperty("server.port", "8080"));
        return URI.create("http://127.0.0.1:" + port + "/idp");
    }

    @Override
    public String clientId() {
        return IssuerClient.ID;
    }

    @Override
    public String clientSecret() {
        return client.secret();
    }

    @Override
    public Map<String, String> rolesByGroup() {
        return ROLES;
    }
}
