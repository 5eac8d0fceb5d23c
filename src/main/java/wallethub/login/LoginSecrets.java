package wallethub.login;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * What only the holder of the pepper can compute or read: keyed hashes of codes, numbers and devices (HMAC-SHA256), and
 * sealed values (AES-256-GCM, a fresh nonce in front, the row's own name as associated data).
 *
 * <p>Each use has a key of its own, derived from the pepper, so that no hash of one kind is ever one of another.
 */
@Component
class LoginSecrets {

    /** A value that only the key named {@code kid} opens. */
    record Sealed(String kid, byte[] bytes) {}

    private static final String HMAC = "HmacSHA256";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final String kid;
    private final Map<String, byte[]> peppers = new HashMap<>();

    LoginSecrets(LoginSettings settings) {
        kid = settings.pepperKid();
        settings.previousPeppers().forEach((id, pepper) -> peppers.put(id, pepper.getBytes(StandardCharsets.UTF_8)));
        peppers.put(kid, settings.pepper().getBytes(StandardCharsets.UTF_8));
    }

    String kid() {
        return kid;
    }

    /** HMAC of the parts, each with its length in front, so that no two lists of parts are the same bytes. */
    byte[] hash(String keyId, String use, String... parts) {
        Mac mac = mac(derived(keyId, use));
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            mac.update(bytes);
        }
        return mac.doFinal();
    }

    /** What a limit counts by: no table of buckets tells who asked. */
    String name(String use, String value) {
        return HexFormat.of().formatHex(hash(kid, "limit-" + use, value));
    }

    Sealed seal(String name, String plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] in = plain.getBytes(StandardCharsets.UTF_8);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, kid, nonce, name, in, 0);
        byte[] out = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, out, NONCE_BYTES, sealed.length);
        return new Sealed(kid, out);
    }

    String open(String name, Sealed sealed) {
        byte[] nonce = Arrays.copyOf(sealed.bytes(), NONCE_BYTES);
        byte[] plain = crypt(Cipher.DECRYPT_MODE, sealed.kid(), nonce, name, sealed.bytes(), NONCE_BYTES);
        return new String(plain, StandardCharsets.UTF_8);
    }

    private byte[] crypt(int mode, String keyId, byte[] nonce, String name, byte[] in, int from) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            SecretKeySpec key = new SecretKeySpec(derived(keyId, "seal"), "AES");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(in, from, in.length - from);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed value of the login does not open", e);
        }
    }

    private byte[] derived(String keyId, String use) {
        byte[] pepper = peppers.get(keyId);
        if (pepper == null) {
            throw new IllegalStateException("the pepper " + keyId + " is gone: set hub.login.previous-peppers");
        }
        return mac(pepper).doFinal(use.getBytes(StandardCharsets.UTF_8));
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " is part of every Java", e);
        }
    }
}
