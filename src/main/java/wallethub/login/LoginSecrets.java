package wallethub.login;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.springframework.stereotype.Component;
import wallethub.access.SecretKeys;
import wallethub.access.SecretKeys.Sealed;

/** What only the holder of the pepper can compute or read: keyed hashes of codes, numbers and devices, and sealed values. */
@Component
class LoginSecrets {

    private final SecretKeys keys;

    LoginSecrets(LoginSettings settings) {
        keys = new SecretKeys(settings.pepperKid(), settings.pepper(), settings.previousPeppers());
    }

    String kid() {
        return keys.kid();
    }

    byte[] hash(String keyId, String use, String... parts) {
        return keys.hash(keyId, use, parts);
    }

    /** What a limit counts by: no table of buckets tells who asked. */
    String name(String use, String value) {
        return HexFormat.of().formatHex(hash(kid(), "limit-" + use, value));
    }

    Sealed seal(String name, String plain) {
        return keys.seal(name, plain.getBytes(StandardCharsets.UTF_8));
    }

    String open(String name, Sealed sealed) {
        byte[] plain = keys.opened(name, sealed)
                .orElseThrow(() -> new IllegalStateException("a sealed value of the login does not open: the pepper "
                        + sealed.kid() + " is another one or gone; set hub.login.previous-peppers"));
        return new String(plain, StandardCharsets.UTF_8);
    }
}
