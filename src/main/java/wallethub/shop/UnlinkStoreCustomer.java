package wallethub.shop;

import wallethub.id.StoreId;

/** A store's customer is to be nobody of ours any more. */
record UnlinkStoreCustomer(StoreId id, String externalId, String reason) {

    /** Never what the store calls him. */
    @Override
    public String toString() {
        return "UnlinkStoreCustomer[" + id + "]";
    }
}
