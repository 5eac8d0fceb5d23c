package wallethub.lane;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Seals documents that carry a one-time code or token while they lie in lane rows: AES-256-GCM, a fresh 12-byte nonce in
 * front, the event's idempotency key as associated data, so that a sealed body cannot be moved to another row.
 */
@Component
class LaneSecrets {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final String kid;
    private final Map<String, SecretKeySpec> keys = new HashMap<>();

    /** @throws IllegalArgumentException when a configured key is not 32 bytes in base64 */
    LaneSecrets(LaneSettings settings) {
        kid = settings.secretKid();
        settings.previousSecretKeys()
                .forEach((id, key) -> keys.put(id, key("hub.lane.previous-secret-keys." + id, key)));
        String current = settings.secretKey();
        if (current != null && !current.isBlank()) {
            keys.put(kid, key("hub.lane.secret-key", current));
        }
    }

    boolean hasKey() {
        return keys.containsKey(kid);
    }

    String kid() {
        return kid;
    }

    byte[] seal(String idem, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, keyNamed(kid), nonce, idem, plain, 0, plain.length);
        byte[] out = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, out, NONCE_BYTES, sealed.length);
        return out;
    }

    byte[] open(String keyId, String idem, byte[] sealed) {
        if (sealed.length == 0) {
            return sealed; // erased
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        int rest = sealed.length - NONCE_BYTES;
        return crypt(Cipher.DECRYPT_MODE, keyNamed(keyId), nonce, idem, sealed, NONCE_BYTES, rest);
    }

    private SecretKeySpec keyNamed(String id) {
        @Nullable SecretKeySpec key = keys.get(id);
        if (key == null) {
            throw new IllegalStateException("a secret document needs the key " + id + ": set hub.lane.secret-key");
        }
        return key;
    }

    private static byte[] crypt(
            int mode, SecretKeySpec key, byte[] nonce, String idem, byte[] in, int from, int length) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(idem.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(in, from, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed document does not open", e);
        }
    }

    private static SecretKeySpec key(String name, String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is not base64", e);
        }
        if (key.length != 32) {
            throw new IllegalArgumentException(name + " must be 32 bytes in base64");
        }
        return new SecretKeySpec(key, "AES");
    }
}
