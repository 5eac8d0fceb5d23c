package wallethub.access;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the audit is chained, signed and exported.
 *
 * @param signingKeys by kid, private P-256 keys of their own: whoever has one can write heads that pass for ours. Keys that
 *     sign no more stay, or their heads are no longer verified
 * @param signingKid the one that signs
 * @param hashKey base64 of 32 bytes: what is kept as a keyed hash, so that it can be compared and not read. It never changes:
 *     an erased customer is known by it
 * @param headsFile every head is appended to it, one JSON document a line; without it heads are in the log only
 * @param headsEvery how often the heads are signed and exported
 * @param chainEvery how often committed rows are looked for
 * @param batch rows chained in one transaction
 */
@ConfigurationProperties("hub.audit")
public record AuditSettings(
        @DefaultValue Map<String, String> signingKeys,
        @DefaultValue("") String signingKid,
        @DefaultValue("") String hashKey,
        @DefaultValue("") String headsFile,
        @DefaultValue("5m") Duration headsEvery,
        @DefaultValue("1s") Duration chainEvery,
        @DefaultValue("500") int batch) {

    private static final int KEY_BYTES = 32;

    public AuditSettings {
        signingKeys = Map.copyOf(signingKeys);
        demand(!signingKeys.isEmpty(), "HUB_AUDIT_SIGNINGKEYS_<KID> (hub.audit.signing-keys.<kid>) is missing");
        demand(!signingKid.isBlank(), "HUB_AUDIT_SIGNINGKID (hub.audit.signing-kid) is missing");
        demand(
                signingKeys.containsKey(signingKid),
                "HUB_AUDIT_SIGNINGKID (hub.audit.signing-kid) names none of hub.audit.signing-keys");
        demand(!hashKey.isBlank(), "HUB_AUDIT_HASHKEY (hub.audit.hash-key) is missing");
        demand(isKey(hashKey), "HUB_AUDIT_HASHKEY (hub.audit.hash-key) is no key: 32 bytes in Base64");
        within("heads-every", headsEvery, Duration.ofSeconds(1), Duration.ofHours(1));
        // A row is chained within five seconds: the look and the work.
        within("chain-every", chainEvery, Duration.ofMillis(50), Duration.ofSeconds(3));
        demand(batch >= 1 && batch <= 5_000, "hub.audit.batch is from 1 to 5000");
    }

    byte[] hashKeyBytes() {
        return Base64.getDecoder().decode(hashKey.strip());
    }

    private static boolean isKey(String base64) {
        try {
            return Base64.getDecoder().decode(base64.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void within(String name, Duration value, Duration least, Duration most) {
        demand(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                "hub.audit." + name + " is from " + least + " to " + most);
    }

    private static void demand(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "AuditSettings[signingKid=" + signingKid + ", headsFile=" + headsFile + "]";
    }
}
