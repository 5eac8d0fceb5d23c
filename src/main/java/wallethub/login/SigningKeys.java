package wallethub.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.access.SigningKey;

/** The P-256 keys of access tokens: one signs, all of them verify. Each is tried at the start. */
@Component
class SigningKeys {

    private static final String NAME = "hub.login.signing-keys";

    private final String kid;
    private final ECDSASigner signer;
    private final Map<String, JWSVerifier> verifiers = new HashMap<>();

    /** @throws IllegalArgumentException that names the setting of a key that is none, never the key */
    SigningKeys(LoginSettings settings) {
        kid = settings.signingKid();
        @Nullable ECDSASigner current = null;
        for (Map.Entry<String, String> setting : settings.signingKeys().entrySet()) {
            ECKey key = SigningKey.parse(NAME, setting.getKey(), setting.getValue());
            try {
                verifiers.put(setting.getKey(), new ECDSAVerifier(key.toPublicJWK()));
                current = setting.getKey().equals(kid) ? new ECDSASigner(key) : current;
            } catch (JOSEException e) {
                throw SigningKey.refused(NAME, setting.getKey());
            }
        }
        if (current == null) {
            throw new IllegalStateException("hub.login.signing-kid names no key");
        }
        signer = current;
    }

    String kid() {
        return kid;
    }

    ECDSASigner signer() {
        return signer;
    }

    Optional<JWSVerifier> verifier(@Nullable String named) {
        return named == null ? Optional.empty() : Optional.ofNullable(verifiers.get(named));
    }
}
