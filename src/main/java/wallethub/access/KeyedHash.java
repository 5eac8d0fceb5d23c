package wallethub.access;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/**
 * What is left of personal data where it must be known again and must not be read: HMAC-SHA256 with a key of this
 * installation, 128 bits of it. Each use has hashes of its own.
 */
@Component
public class KeyedHash {

    private static final int BYTES = 16;

    private final byte[] key;

    public KeyedHash(AuditSettings settings) {
        key = settings.hashKeyBytes();
    }

    /** 32 small hexadecimal digits. */
    public String of(String use, String value) {
        return HexFormat.of().formatHex(Arrays.copyOf(mac(use, value), BYTES));
    }

    /** All 64 digits, where it stands for what nobody without the key may write. */
    public String whole(String use, String value) {
        return HexFormat.of().formatHex(mac(use, value));
    }

    private byte[] mac(String use, String value) {
        return SecretKeys.mac(SecretKeys.mac(key).doFinal(use.getBytes(StandardCharsets.UTF_8)))
                .doFinal(value.getBytes(StandardCharsets.UTF_8));
    }
}
