package wallethub.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The P-256 keys of one audience's access tokens: one signs, all of them verify. Each is tried at the start. */
public final class SigningKeys {

    private final String kid;
    private final ECDSASigner signer;
    private final Map<String, JWSVerifier> verifiers = new HashMap<>();
    private final Set<Base64URL> points = new HashSet<>();

    /**
     * @param prefix of the settings, such as {@code hub.login}
     * @param keys by kid: private, as a JWK or as PKCS #8 in Base64
     * @param kid of the one that signs
     * @throws IllegalArgumentException that names the setting of a key that is none, never the key
     */
    public SigningKeys(String prefix, Map<String, String> keys, String kid) {
        this.kid = kid;
        String name = prefix + ".signing-keys";
        @Nullable ECDSASigner current = null;
        for (Map.Entry<String, String> setting : keys.entrySet()) {
            ECKey key = SigningKey.parse(name, setting.getKey(), setting.getValue());
            try {
                verifiers.put(setting.getKey(), new ECDSAVerifier(key.toPublicJWK()));
                points.add(key.getX());
                current = setting.getKey().equals(kid) ? new ECDSASigner(key) : current;
            } catch (JOSEException e) {
                throw SigningKey.refused(name, setting.getKey());
            }
        }
        if (current == null) {
            throw new IllegalStateException(prefix + ".signing-kid names no key");
        }
        signer = current;
    }

    String kid() {
        return kid;
    }

    ECDSASigner signer() {
        return signer;
    }

    /** Whether a key is in both: then a token of one audience lacks only its name to be one of the other. */
    public boolean shares(SigningKeys other) {
        return points.stream().anyMatch(other.points::contains);
    }

    public Optional<JWSVerifier> verifier(@Nullable String named) {
        return named == null ? Optional.empty() : Optional.ofNullable(verifiers.get(named));
    }
}
