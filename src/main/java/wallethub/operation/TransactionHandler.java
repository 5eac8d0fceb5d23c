package wallethub.operation;

import wallethub.access.Caller;

/** An operation in one transaction: ledger change, state change and lane enqueues commit together or not at all. */
public non-sealed interface TransactionHandler<C, O> extends Handler<C, O> {

    /** Runs inside the operation's transaction; a refused outcome must have changed nothing. */
    O handle(C command, Caller caller);

    /** Whether all its statements see one moment of the database; such an operation reads only. */
    default boolean readsOneMoment() {
        return false;
    }
}
