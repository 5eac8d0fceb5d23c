package wallethub.shop;

import java.util.List;
import wallethub.id.StoreId;
import wallethub.operation.Precondition;

/** A store is to be that. */
record SetStore(
        StoreId id,
        String name,
        boolean open,
        List<String> returnOrigins,
        StoreCaps caps,
        String reason,
        Precondition ifMatch) {}
