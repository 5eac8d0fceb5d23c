package wallethub.access;

import com.nimbusds.jose.JOSEException;
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
import java.util.Locale;

/** Reads private P-256 keys out of settings: a JWK, or PKCS #8 in Base64 as openssl writes it. Each is tried at once. */
public final class SigningKey {

    // 04, x and y: what openssl writes last in a PKCS #8 file of this curve.
    private static final int POINT_BYTES = 65;
    private static final int COORDINATE_BYTES = 32;
    private static final byte[] PROBE = "wallet-hub".getBytes(StandardCharsets.US_ASCII);

    private SigningKey() {}

    /**
     * @param setting of a map of keys, such as {@code hub.login.signing-keys}
     * @throws IllegalArgumentException that names the setting of a key that is none, never the key
     */
    public static ECKey parse(String setting, String kid, String text) {
        String stripped = text.strip();
        try {
            ECKey key = stripped.startsWith("{") ? ECKey.parse(stripped) : pkcs8(stripped);
            if (!Curve.P_256.equals(key.getCurve()) || !key.isPrivate() || !fits(key)) {
                throw refused(setting, kid);
            }
            return key;
        } catch (ParseException | GeneralSecurityException | JOSEException | RuntimeException e) {
            throw refused(setting, kid);
        }
    }

    public static IllegalArgumentException refused(String setting, String kid) {
        String variable = setting.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
        return new IllegalArgumentException(
                variable + "_<KID> (" + setting + "." + kid
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
