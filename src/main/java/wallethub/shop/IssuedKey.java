package wallethub.shop;

import java.time.Instant;
import java.util.List;
import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;

/**
 * A key at the one moment at which it is shown.
 *
 * @param key the whole key: the API key, or the secret of the client whose id is the store's
 */
record IssuedKey(StoreKeyId id, StoreId storeId, KeyUse use, List<String> scopes, String key, Instant expiresAt) {

    /** Never the key. */
    @Override
    public String toString() {
        return "IssuedKey[" + id + "]";
    }
}
