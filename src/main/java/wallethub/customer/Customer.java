package wallethub.customer;

import java.util.Currency;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;

/**
 * A customer as the CRM last told us.
 *
 * @param externalId the CRM's id
 * @param mobile E.164, personal data
 * @param version the CRM's version; an older one never overwrites a newer one
 */
public record Customer(
        CustomerId id,
        WalletId wallet,
        String externalId,
        String name,
        String mobile,
        String language,
        Currency currency,
        long version) {

    /** Whether he was erased: a pseudonym stands where the CRM's id was, and his wallet is nobody's any more. */
    public boolean wasErased() {
        return ErasedCustomers.isPseudonym(externalId);
    }
}
