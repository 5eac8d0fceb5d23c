package wallethub.checkout;

import wallethub.access.Caller;
import wallethub.database.RowScope;
import wallethub.operation.TransactionHandler;

/**
 * An operation of a store's server. It works with its customers' wallets, of which it is none: so it sees all rows, and
 * every statement that takes an id names the store too.
 */
interface StoreOperation<C, O> extends TransactionHandler<C, O> {

    @Override
    default RowScope scope(Caller caller) {
        return RowScope.system();
    }
}
