package wallethub.idp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * What only the holder of {@code hub.idp.secret} can compute or read: keyed hashes (HMAC-SHA256) and sealed values (AES-256-GCM,
 * a fresh nonce in front, the value's own name as associated data). Each use has a key of its own.
 */
@Component
@WhileIssuing
class IdpSecrets {

    /** A value that only the key named {@code kid} opens. */
    record Sealed(String kid, byte[] bytes) {}

    private static final String HMAC = "HmacSHA256";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final String kid;
    private final Map<String, byte[]> secrets = new HashMap<>();

    IdpSecrets(IdpSettings settings) {
        kid = settings.secretKid();
        settings.previousSecrets().forEach((id, old) -> secrets.put(id, old.getBytes(StandardCharsets.UTF_8)));
        secrets.put(kid, settings.secret().getBytes(StandardCharsets.UTF_8));
    }

    byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** 256 bits that nobody guesses, in characters that cookies and URLs take. */
    String token() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(TOKEN_BYTES));
    }

    /** What stands for a token in a row; it is random enough to need no key. */
    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }

    /** HMAC of the parts, each with its length in front, in hex. */
    String keyed(String use, String... parts) {
        Mac mac = mac(derived(kid, use));
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            mac.update(bytes);
        }
        return HexFormat.of().formatHex(mac.doFinal());
    }

    Sealed seal(String name, byte[] plain) {
        byte[] nonce = randomBytes(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, kid, nonce, name).doFinal(plain);
            byte[] out = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, out, NONCE_BYTES, sealed.length);
            return new Sealed(kid, out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every Java", e);
        }
    }

    /** What we sealed ourselves and keep. */
    byte[] open(String name, Sealed sealed) {
        return opened(name, sealed)
                .orElseThrow(() -> new IllegalStateException("a sealed value of the issuer does not open: the secret "
                        + sealed.kid() + " is another one or gone; set hub.idp.previous-secrets"));
    }

    /** What came from outside; empty when it is not ours. */
    Optional<byte[]> opened(String name, Sealed sealed) {
        if (!secrets.containsKey(sealed.kid()) || sealed.bytes().length <= NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            byte[] nonce = Arrays.copyOf(sealed.bytes(), NONCE_BYTES);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, sealed.kid(), nonce, name)
                    .doFinal(sealed.bytes(), NONCE_BYTES, sealed.bytes().length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, String keyId, byte[] nonce, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(derived(keyId, "seal"), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private byte[] derived(String keyId, String use) {
        byte[] secret = secrets.get(keyId);
        if (secret == null) {
            throw new IllegalStateException("the secret " + keyId + " is gone: set hub.idp.previous-secrets");
        }
        return mac(secret).doFinal(use.getBytes(StandardCharsets.UTF_8));
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
