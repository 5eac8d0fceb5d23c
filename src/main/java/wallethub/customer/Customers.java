package wallethub.customer;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;

/** The mirrored customers, for other packages to read. */
@Component
public class Customers {

    public Optional<Customer> find(CustomerId customer) {
        throw new UnsupportedOperationException("to be built: " + customer);
    }

    public Optional<Customer> findByExternalId(String externalId) {
        throw new UnsupportedOperationException("to be built: " + externalId);
    }
}
