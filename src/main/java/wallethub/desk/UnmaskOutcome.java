package wallethub.desk;

import java.time.Duration;
import wallethub.customer.Customer;
import wallethub.id.CustomerId;

/** What became of an unmasking. */
sealed interface UnmaskOutcome {

    record Unmasked(View view) implements UnmaskOutcome {}

    record Unknown() implements UnmaskOutcome {}

    /** @param retryAfter until the person may ask again */
    record TooMany(Duration retryAfter) implements UnmaskOutcome {}

    /** The only answer to staff with personal data in it. */
    record View(CustomerId id, String externalId, String name, String mobile) {

        static View of(Customer customer) {
            return new View(customer.id(), customer.externalId(), customer.name(), customer.mobile());
        }
    }
}
