package wallethub.staff;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import org.springframework.stereotype.Component;
import wallethub.access.SecretKeys;

/**
 * What only the holder of the secret can compute: values that are made again instead of being kept (HMAC-SHA256, a key for
 * each use), and random ones.
 */
@Component
class StaffSecrets {

    private static final int RANDOM_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final byte[] secret;

    StaffSecrets(StaffSettings settings) {
        secret = settings.secret().getBytes(StandardCharsets.UTF_8);
    }

    /** 256 bits, in the letters of a URL. */
    String fresh() {
        return text(salt());
    }

    byte[] salt() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The same again for the same parts; each with its length in front, so that no two lists are the same bytes. */
    String derived(String use, byte[]... parts) {
        Mac mac = SecretKeys.mac(
                SecretKeys.mac(secret).doFinal(("wallet-hub/staff/" + use).getBytes(StandardCharsets.UTF_8)));
        for (byte[] part : parts) {
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
            mac.update(part);
        }
        return text(mac.doFinal());
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
