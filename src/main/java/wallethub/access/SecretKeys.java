package wallethub.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What only the holder of a secret can compute or read: keyed hashes (HMAC-SHA256), and sealed values (AES-256-GCM, a fresh
 * nonce in front, the value's own name as associated data).
 *
 * <p>Each use has a key of its own, derived from the secret, so that no hash of one kind is ever one of another.
 */
public final class SecretKeys {

    /** A value that only the key named {@code kid} opens. */
    public record Sealed(String kid, byte[] bytes) {}

    private static final String HMAC = "HmacSHA256";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int SHORTEST_SECRET = 32;
    private static final int LEAST_DISTINCT = 8;

    private final SecureRandom random = new SecureRandom();
    private final String kid;
    private final Map<String, byte[]> secrets = new HashMap<>();

    /**
     * @param kid of the secret that hashes and seals now
     * @param previous by kid: what was hashed or sealed with them is still read
     */
    public SecretKeys(String kid, String secret, Map<String, String> previous) {
        this.kid = kid;
        previous.forEach((id, old) -> secrets.put(id, old.getBytes(StandardCharsets.UTF_8)));
        secrets.put(kid, secret.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException when there is none or it is weak; {@code setting} names it */
    public static void demandSecret(String setting, String secret) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException(setting + " is missing");
        }
        demandStrong(setting, secret);
    }

    /** @throws IllegalArgumentException when it is weak; {@code setting} names it */
    public static void demandStrong(String setting, String secret) {
        if (secret.getBytes(StandardCharsets.UTF_8).length < SHORTEST_SECRET
                || secret.chars().distinct().count() < LEAST_DISTINCT) {
            throw new IllegalArgumentException(
                    setting + " is too weak: it has at least " + SHORTEST_SECRET + " characters, not all alike");
        }
    }

    public String kid() {
        return kid;
    }

    public boolean knows(String keyId) {
        return secrets.containsKey(keyId);
    }

    /**
     * HMAC of the parts, each with its length in front, so that no two lists of parts are the same bytes.
     *
     * @throws IllegalStateException when there is no secret of that name
     */
    public byte[] hash(String keyId, String use, String... parts) {
        Mac mac = mac(derived(keyId, use));
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            mac.update(bytes);
        }
        return mac.doFinal();
    }

    public Sealed seal(String name, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, kid, nonce, name).doFinal(plain);
            byte[] out = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, out, NONCE_BYTES, sealed.length);
            return new Sealed(kid, out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every Java", e);
        }
    }

    /** Empty for what was not sealed here, under that name and with a secret that is still known. */
    public Optional<byte[]> opened(String name, Sealed sealed) {
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
            throw new IllegalStateException("the secret " + keyId + " is gone");
        }
        return mac(secret).doFinal(use.getBytes(StandardCharsets.UTF_8));
    }

    /** Of the one algorithm of all keyed hashes. */
    public static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " is part of every Java", e);
        }
    }
}
