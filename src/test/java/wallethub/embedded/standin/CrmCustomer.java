package wallethub.embedded.standin;

/**
 * A customer's document as the CRM sends it.
 *
 * @param version rises by one with every change
 * @param mobile E.164
 */
public record CrmCustomer(
        String externalId, long version, String name, String mobile, String language, String currency) {

    CrmCustomer atVersion(long next) {
        return new CrmCustomer(externalId, next, name, mobile, language, currency);
    }
}
