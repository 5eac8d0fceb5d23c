package wallethub.shop;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import org.springframework.stereotype.Component;
import wallethub.access.SecretKeys;
import wallethub.id.StoreId;

/** What stands for the secret of a key where the secret must not: a keyed hash, bound to the key, its use and its store. */
@Component
class KeyHashes {

    private static final String USE = "store-key";

    private final SecretKeys keys;
    private final SecureRandom random = new SecureRandom();

    KeyHashes(ShopSettings settings) {
        keys = new SecretKeys(settings.secretKid(), settings.secret(), settings.previousSecrets());
    }

    /** A new secret for the key. */
    KeyText next(StoreKey key) {
        return KeyText.next(key.use(), key.id(), random);
    }

    StoreKey.Issued issued(KeyText text, StoreId store, Instant at, Instant expiresAt) {
        return new StoreKey.Issued(keys.kid(), hash(keys.kid(), text, store), at, expiresAt);
    }

    /** In constant time; never for a key whose secret of ours is gone. */
    boolean fits(KeyText text, StoreId store, StoreKey.Issued issued) {
        return keys.knows(issued.kid()) && MessageDigest.isEqual(hash(issued.kid(), text, store), issued.hash());
    }

    private byte[] hash(String kid, KeyText text, StoreId store) {
        return keys.hash(kid, USE, text.use().wire(), text.id().text(), store.text(), text.secret());
    }
}
