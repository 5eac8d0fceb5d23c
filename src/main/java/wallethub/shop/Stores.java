package wallethub.shop;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.id.StoreId;

/** The web shops, for other packages to read: as they were five seconds ago at the earliest. */
@Component
public class Stores {

    private final StoreRegistry registry;

    Stores(StoreRegistry registry) {
        this.registry = registry;
    }

    public Optional<Store> find(StoreId id) {
        return registry.store(id);
    }
}
