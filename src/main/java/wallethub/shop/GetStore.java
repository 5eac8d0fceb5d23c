package wallethub.shop;

import wallethub.id.StoreId;

/** One store. */
record GetStore(StoreId id) {}
