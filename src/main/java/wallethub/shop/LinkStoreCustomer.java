package wallethub.shop;

import java.time.Instant;

/**
 * A store says which of ours one of its customers is; it knows both the number and the mobile, because the customer told it.
 *
 * @param externalId what the store calls its customer
 * @param customerNumber of the customer in the CRM
 * @param mobile E.164, as the CRM has it
 * @param consentedAt when the customer agreed
 */
record LinkStoreCustomer(String externalId, String customerNumber, String mobile, Instant consentedAt) {

    /** Never the number. */
    @Override
    public String toString() {
        return "LinkStoreCustomer[]";
    }
}
