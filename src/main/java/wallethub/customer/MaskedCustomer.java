package wallethub.customer;

import wallethub.id.CustomerId;
import wallethub.id.WalletId;

/**
 * A customer as every answer to staff has it; only {@code unmaskCustomer} says more.
 *
 * @param externalId the CRM's id
 */
public record MaskedCustomer(
        CustomerId id,
        WalletId walletId,
        String externalId,
        Masked name,
        Masked mobile,
        String language,
        String currency) {

    public static MaskedCustomer of(Customer customer) {
        return new MaskedCustomer(
                customer.id(),
                customer.wallet(),
                customer.externalId(),
                Masked.name(customer.name()),
                Masked.mobile(customer.mobile()),
                customer.language(),
                customer.currency().getCurrencyCode());
    }
}
