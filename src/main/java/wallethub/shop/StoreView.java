package wallethub.shop;

import java.util.List;
import wallethub.id.StoreId;

/**
 * A store as the staff see it.
 *
 * @param keys the newest first
 */
record StoreView(
        StoreId id,
        String name,
        boolean open,
        List<String> returnOrigins,
        StoreCaps caps,
        int version,
        List<StoreKeyView> keys) {}
