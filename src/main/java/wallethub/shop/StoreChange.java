package wallethub.shop;

import java.util.List;
import wallethub.id.StoreId;

/** A store is to be that, whole. */
record StoreChange(StoreId id, String name, boolean open, List<String> returnOrigins, StoreCaps caps) {

    StoreChange {
        returnOrigins = returnOrigins.stream().sorted().distinct().toList();
    }

    Store applied(int version) {
        return new Store(id, name, open, returnOrigins, caps, version);
    }
}
