package wallethub.operation;

import wallethub.access.Caller;

/**
 * An operation that calls out, in three steps, so that no connection is held while a foreign system answers.
 *
 * <p>{@code prepare} runs in one transaction with the idempotency-key row {@code running}; {@code call} in none, and must
 * be idempotent by our own reference; {@code finish} in a second transaction with the answer. When the process dies in
 * between, the same key resumes at {@code call} with the stored preparation after the lease.
 *
 * @param <P> what {@code call} needs, a record; stored as JSON between the steps
 * @param <R> what the foreign system answered
 */
public non-sealed interface CallingHandler<C, P, R, O> extends Handler<C, O> {

    Class<P> prepared();

    Preparation<P, O> prepare(C command, Caller caller);

    R call(P prepared);

    O finish(P prepared, R result, Caller caller);

    /** Either goes on to the call, or is already decided. */
    sealed interface Preparation<P, O> {
        record Call<P, O>(P prepared) implements Preparation<P, O> {}

        record Decided<P, O>(O outcome) implements Preparation<P, O> {}
    }
}
