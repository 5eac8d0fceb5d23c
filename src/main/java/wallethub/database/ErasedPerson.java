package wallethub.database;

import java.util.Set;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;

/**
 * A customer who is being erased.
 *
 * @param externalIds the CRM's ids: the customer's own, and those that were merged into it
 * @param mobile E.164, as it still is
 * @param pseudonym what stands for the CRM's id from now on, a keyed hash
 */
public record ErasedPerson(
        CustomerId customer, WalletId wallet, Set<String> externalIds, String mobile, String pseudonym) {

    public ErasedPerson {
        externalIds = Set.copyOf(externalIds);
    }

    /** Ids only. */
    @Override
    public String toString() {
        return "ErasedPerson[customer=" + customer + ", wallet=" + wallet + "]";
    }
}
