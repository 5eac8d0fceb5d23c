package wallethub.shop;

import wallethub.id.StoreId;

/** All keys of a store are to be good for nothing until two open it again. */
record CloseStore(StoreId id, String reason) {}
