package wallethub.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The P-256 keys of access tokens: one signs, all of them verify. Each is tried at the start. */
@Component
class SigningKeys {

    // 04, x and y: what openssl writes last in a PKCS #8 file of this curve.
    private static final int POINT_BYTES = 65;
    private static final int COORDINATE_BYTES = 32;
    private static final byte[] PROBE = "wallet-hub".getBytes(StandardCharsets.US_ASCII);

    private final String kid;
    private final ECDSASigner signer;
    private final Map<String, JWSVerifier> verifiers = new HashMap<>();

    /** @throws IllegalArgumentException that names the setting of a key that is none, never the key */
    SigningKeys(LoginSettings settings) {
        kid = settings.signingKid();
        @Nullable ECDSASigner current = null;
        for (Map.Entry<String, String> setting : settings.signingKeys().entrySet()) {
            ECKey key = key(setting.getKey(), setting.getValue().strip());
            try {
                verifiers.put(setting.getKey(), new ECDSAVerifier(key.toPublicJWK()));
                current = setting.getKey().equals(kid) ? new ECDSASigner(key) : current;
            } catch (JOSEException e) {
                throw refused(setting.getKey());
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

    private static ECKey key(String kid, String text) {
        try {
            ECKey key = text.startsWith("{") ? ECKey.parse(text) : pkcs8(text);
            if (!Curve.P_256.equals(key.getCurve()) || !key.isPrivate() || !fits(key)) {
                throw refused(kid);
            }
            return key;
        } catch (ParseException | GeneralSecurityException | JOSEException | RuntimeException e) {
            throw refused(kid);
        }
    }

    private static IllegalArgumentException refused(String kid) {
        return new IllegalArgumentException(
                "HUB_LOGIN_SIGNINGKEYS_<KID> (hub.login.signing-keys." + kid
                        + ") is no key: a private P-256 key as a JWK, or as PKCS #8 in Base64 with its public point, as openssl writes it");
    }

    private static ECKey pkcs8(String base64) throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(base64);
        byte[] point = Arrays.copyOfRange(der, der.length - POINT_BYTES, der.length);
        ECPrivateKey key = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        Base64URL x = Base64URL.encode(Arrays.copyOfRange(point, 1, 1 + COORDINATE_BYTES));
        Base64URL y = Base64URL.encode(Arrays.copyOfRange(point, 1 + COORDINATE_BYTES, POINT_BYTES));
        return new ECKey.Builder(Curve.P_256, x, y).privateKey(key).build();
    }

    /** Whether both halves are of one key: what the private one signs, the public one verifies. */
    private static boolean fits(ECKey key) throws GeneralSecurityException, JOSEException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key.toECPrivateKey());
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(key.toECPublicKey());
        signature.update(PROBE);
        return signature.verify(signed);
    }
}
