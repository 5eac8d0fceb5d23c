package wallethub.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import wallethub.access.AuditSettings;
import wallethub.access.KeyedHash;

/** The secrets without which no hub starts, made anew for each test JVM. */
public final class LoginKeys {

    public static final String KID = "t1";
    public static final ECKey SIGNING_KEY = signingKey(KID);
    public static final String STAFF_KID = "s1";
    public static final ECKey STAFF_SIGNING_KEY = signingKey(STAFF_KID);
    public static final String STAFF_SECRET = base64(32);
    public static final String SHOP_KID = "h1";
    public static final ECKey SHOP_SIGNING_KEY = signingKey(SHOP_KID);
    public static final String SHOP_SECRET = base64(32);
    public static final String PEPPER = base64(32);
    public static final String LANE_KEY = base64(32);
    /** The property is for a process that a test starts: it has to know what the test sealed. */
    public static final String AUDIT_KEY_PROPERTY = "hub.test.audit-key";

    public static final String AUDIT_KEY =
            Optional.ofNullable(System.getProperty(AUDIT_KEY_PROPERTY)).orElseGet(() -> base64(32));
    public static final ECKey AUDIT_SIGNING_KEY = signingKey("a1");

    private LoginKeys() {}

    /** What a server of the hub is told. */
    public static Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("hub.login.pepper", PEPPER),
                Map.entry("hub.login.signing-kid", KID),
                Map.entry("hub.login.signing-keys." + KID, SIGNING_KEY.toJSONString()),
                Map.entry("hub.staff.secret", STAFF_SECRET),
                Map.entry("hub.staff.signing-kid", STAFF_KID),
                Map.entry("hub.staff.signing-keys." + STAFF_KID, STAFF_SIGNING_KEY.toJSONString()),
                Map.entry("hub.lane.secret-key", LANE_KEY),
                Map.entry("hub.audit.signing-kid", "a1"),
                Map.entry("hub.audit.signing-keys.a1", AUDIT_SIGNING_KEY.toJSONString()),
                Map.entry("hub.audit.hash-key", AUDIT_KEY),
                Map.entry("hub.shop.secret", SHOP_SECRET),
                Map.entry("hub.shop.signing-kid", SHOP_KID),
                Map.entry("hub.shop.signing-keys." + SHOP_KID, SHOP_SIGNING_KEY.toJSONString()));
    }

    public static ECKey signingKey(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("P-256 is part of every Java", e);
        }
    }

    /** The hashes that a hub with these settings makes. */
    public static KeyedHash keyedHash() {
        return new KeyedHash(new AuditSettings(
                Map.of("a1", AUDIT_SIGNING_KEY.toJSONString()),
                "a1",
                AUDIT_KEY,
                "",
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                100));
    }

    private static String base64(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
