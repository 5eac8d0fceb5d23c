package wallethub.idp;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.SecretKeys;
import wallethub.access.SecretKeys.Sealed;

/** What only the holder of {@code hub.idp.secret} can compute or read: keyed hashes and sealed values. */
@Component
@WhileIssuing
class IdpSecrets {

    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeys keys;

    IdpSecrets(IdpSettings settings) {
        keys = new SecretKeys(settings.secretKid(), settings.secret(), settings.previousSecrets());
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

    /** HMAC of the parts, in hex. */
    String keyed(String use, String... parts) {
        return HexFormat.of().formatHex(keys.hash(keys.kid(), use, parts));
    }

    Sealed seal(String name, byte[] plain) {
        return keys.seal(name, plain);
    }

    /** What we sealed ourselves and keep. */
    byte[] open(String name, Sealed sealed) {
        return opened(name, sealed)
                .orElseThrow(() -> new IllegalStateException("a sealed value of the issuer does not open: the secret "
                        + sealed.kid() + " is another one or gone; set hub.idp.previous-secrets"));
    }

    /** What came from outside; empty when it is not ours. */
    Optional<byte[]> opened(String name, Sealed sealed) {
        return keys.opened(name, sealed);
    }
}
