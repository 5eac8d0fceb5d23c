package wallethub.access;

import wallethub.id.StoreId;

/** How many requests a store has in a minute, as the edge counts them; the package that knows the stores tells. */
public interface StoreQuotas {

    /** Of any kind, on each instance. */
    int requestsPerMinute(StoreId store);

    /** That move or hold money, on all instances together. */
    int moneyPerMinute(StoreId store);
}
