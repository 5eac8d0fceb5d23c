package wallethub.customer;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the CRM's feed reaches us.
 *
 * @param endpointId the last part of the callback's path, 128 random bits at least
 * @param secrets {@code whsec_} and 24 to 64 bytes in Base64; a second one is live while the first is being replaced
 * @param tolerance how far the sender's clock may be off, either way
 */
@ConfigurationProperties("hub.crm")
public record CrmSettings(
        @DefaultValue("") String endpointId,
        @DefaultValue List<String> secrets,
        @DefaultValue("5m") Duration tolerance) {

    private static final int SECRETS_MAX = 2;
    private static final Duration TOLERANCE_MAX = Duration.ofMinutes(15);

    public CrmSettings {
        secrets = List.copyOf(secrets);
        demand(!endpointId.isEmpty(), "HUB_CRM_ENDPOINTID (hub.crm.endpoint-id) is missing");
        demand(
                endpointId.matches("[A-Za-z0-9_-]{22,128}"),
                "HUB_CRM_ENDPOINTID (hub.crm.endpoint-id) is too weak: it has 22 to 128 letters and digits");
        demand(!secrets.isEmpty(), "HUB_CRM_SECRETS_0 (hub.crm.secrets) is missing");
        demand(secrets.size() <= SECRETS_MAX, "hub.crm.secrets has at most two live secrets");
        demand(
                tolerance.isPositive() && tolerance.compareTo(TOLERANCE_MAX) <= 0,
                "hub.crm.tolerance is between 1 s and 15 min");
        demand(
                secrets.stream().allMatch(WebhookSecret::isValid),
                "HUB_CRM_SECRETS_0 (hub.crm.secrets) is too weak: a secret is whsec_ and 24 to 64 bytes in Base64");
    }

    private static void demand(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Never the secrets. */
    @Override
    public String toString() {
        return "CrmSettings[endpointId=***, secrets=" + secrets.size() + ", tolerance=" + tolerance + "]";
    }
}
