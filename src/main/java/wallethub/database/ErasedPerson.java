package wallethub.database;

import java.util.Map;
import java.util.Set;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;

/**
 * A customer who is being erased.
 *
 * @param pseudonyms the CRM's ids, the customer's own and those that were merged into it, and what stands for each from now on:
 *     a keyed hash
 * @param mobile E.164, as it still is
 * @param pseudonym of the customer's own id
 */
public record ErasedPerson(
        CustomerId customer, WalletId wallet, Map<String, String> pseudonyms, String mobile, String pseudonym) {

    public ErasedPerson {
        pseudonyms = Map.copyOf(pseudonyms);
    }

    /** The CRM's ids. */
    public Set<String> externalIds() {
        return pseudonyms.keySet();
    }

    /** Ids only. */
    @Override
    public String toString() {
        return "ErasedPerson[customer=" + customer + ", wallet=" + wallet + "]";
    }
}
