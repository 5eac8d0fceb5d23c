package wallethub.shop;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.id.StoreId;

/** Which of ours a store's customer is, for other packages to read. */
@Component
public class StoreCustomers {

    private final StoreCustomerStore store;
    private final Customers customers;

    StoreCustomers(StoreCustomerStore store, Customers customers) {
        this.store = store;
        this.customers = customers;
    }

    /**
     * Empty for one that the store has not linked; a customer merged into another is answered with the survivor. Needs a row
     * scope that sees all customers.
     *
     * @param externalId what the store calls its customer
     */
    public Optional<Customer> find(StoreId id, String externalId) {
        return store.find(id, externalId).flatMap(link -> customers.find(link.customer()));
    }
}
