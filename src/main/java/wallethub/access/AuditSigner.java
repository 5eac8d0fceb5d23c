package wallethub.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Signs the heads of the chain with one P-256 key, and verifies those of all. */
@Component
class AuditSigner {

    private static final String NAME = "hub.audit.signing-keys";
    // R and s next to each other, as JWS has them; not the DER that Java writes without it.
    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

    private final String kid;
    private final Map<String, ECKey> keys = new HashMap<>();

    AuditSigner(AuditSettings settings) {
        kid = settings.signingKid();
        settings.signingKeys().forEach((id, text) -> keys.put(id, SigningKey.parse(NAME, id, text)));
    }

    AuditHead head(AuditChainStore.Stream stream, Instant at) {
        String hash = AuditLink.hex(stream.hash());
        byte[] signed = AuditHead.signed(stream.day(), stream.sequence(), hash, at, kid);
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key(kid).toECPrivateKey());
            signature.update(signed);
            return new AuditHead(
                    stream.day(),
                    stream.sequence(),
                    hash,
                    at,
                    kid,
                    HexFormat.of().formatHex(signature.sign()));
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException("the key " + kid + " signed at the start and does not now", e);
        }
    }

    boolean signed(AuditHead head) {
        if (!keys.containsKey(head.kid())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key(head.kid()).toECPublicKey());
            signature.update(head.signed());
            return signature.verify(HexFormat.of().parseHex(head.signature()));
        } catch (GeneralSecurityException | JOSEException | IllegalArgumentException e) {
            return false;
        }
    }

    private ECKey key(String id) {
        ECKey key = keys.get(id);
        if (key == null) {
            throw new IllegalStateException("hub.audit.signing-kid names no key");
        }
        return key;
    }
}
