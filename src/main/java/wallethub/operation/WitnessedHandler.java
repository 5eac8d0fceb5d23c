package wallethub.operation;

import wallethub.access.Caller;

/** An operation whose refusals leave a trace: what is kept of an attempt commits although nothing else of it does. */
public interface WitnessedHandler<C, O> extends TransactionHandler<C, O> {

    /** In a transaction of its own, after the one that was refused is rolled back and has given its connection back. */
    void witness(C command, O outcome, Caller caller);
}
