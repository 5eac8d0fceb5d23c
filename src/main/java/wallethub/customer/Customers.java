package wallethub.customer;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;

/**
 * The mirrored customers, for other packages to read. A customer that the CRM merged into another is answered with the
 * survivor: payments follow it.
 */
@Component
public class Customers {

    private final CustomerStore store;

    public Customers(JdbcClient jdbc) {
        this.store = new CustomerStore(jdbc);
    }

    public Optional<Customer> find(CustomerId customer) {
        return store.findSurvivor(customer);
    }

    /** The same, with whether an alert of that kind stands for its wallet. */
    public Optional<AlertedCustomer> find(CustomerId customer, AlertKind kind) {
        return store.findSurvivor(customer, kind);
    }

    /** The customer as it was mirrored, merged into another since or not. */
    public Optional<Customer> findItself(CustomerId customer) {
        return store.findItself(customer);
    }

    /**
     * Whom a number may stand for: every customer that has it, each by its survivor. More than one is for people to mend
     * in the CRM.
     *
     * @param mobile E.164
     */
    public List<Customer> withMobile(String mobile) {
        return store.findSurvivorsByMobile(mobile);
    }

    /** @param externalId the CRM's id */
    public Optional<Customer> findByExternalId(String externalId) {
        return store.findSurvivor(externalId);
    }
}
