package wallethub.checkout;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.customer.Customer;
import wallethub.id.StoreId;
import wallethub.shop.Store;
import wallethub.shop.StoreCustomers;
import wallethub.shop.Stores;

/** What is known of the store that asks: its caps, where it may send a browser, and who its customers are. */
@Component
class StoreFront {

    private final Stores stores;
    private final StoreCustomers linked;

    StoreFront(Stores stores, StoreCustomers linked) {
        this.stores = stores;
        this.linked = linked;
    }

    Store of(StoreId id) {
        return stores.find(id).orElseThrow(() -> new IllegalStateException("store " + id + " is gone"));
    }

    /** Whether its orders can be paid. */
    boolean isOpen(StoreId id) {
        return of(id).open();
    }

    /** Whom the store has bound; one who was merged into another is that other. */
    Optional<Customer> customer(StoreId store, String storeCustomer) {
        return linked.find(store, storeCustomer);
    }

    /** Exactly one of the store's origins, in printable ASCII. */
    static boolean mayReturn(Store store, String url) {
        if (!url.chars().allMatch(c -> c > ' ' && c < 127)) {
            return false;
        }
        try {
            return store.mayReturnTo(new URI(url));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
