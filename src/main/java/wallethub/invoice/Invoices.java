package wallethub.invoice;

import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;

/** The invoices of customers, for other packages to read. */
@Component
public class Invoices {

    private final InvoiceStore store;

    Invoices(InvoiceStore store) {
        this.store = store;
    }

    /** The latest first, at most {@code limit}. */
    public List<Invoice> latest(CustomerId customer, int limit) {
        return store.list(customer, null, null, limit);
    }
}
