package wallethub.shop;

import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;

/** Whoever asked for a key gets to see it, once. */
record IssueStoreKey(StoreId id, StoreKeyId keyId) {}
