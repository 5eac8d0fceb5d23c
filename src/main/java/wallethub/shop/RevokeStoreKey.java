package wallethub.shop;

import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;

/** A key is to be good for nothing any more. */
record RevokeStoreKey(StoreId id, StoreKeyId keyId, String reason) {}
