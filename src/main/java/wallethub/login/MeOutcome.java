package wallethub.login;

import wallethub.customer.Customer;

/** The caller's profile, or that the CRM knows no such customer any more. */
sealed interface MeOutcome {

    record Found(Customer customer) implements MeOutcome {}

    record Nobody() implements MeOutcome {}

    /** The document of the API. */
    record View(String id, String name, String mobile, String language, String currency) {

        static View of(Customer customer) {
            return new View(
                    customer.id().text(),
                    customer.name(),
                    customer.mobile(),
                    customer.language(),
                    customer.currency().getCurrencyCode());
        }
    }
}
