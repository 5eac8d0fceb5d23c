package wallethub.operation;

import wallethub.problem.ErrorCode;

/**
 * One business operation: who may run it, what it takes, what it does, how its outcome is answered.
 *
 * @param <C> the command: a record bound from the validated document, its path and its query
 * @param <O> the sealed outcome
 */
public sealed interface Handler<C, O> permits TransactionHandler, CallingHandler {

    /** The name routes use: {@code operation:create-recharge}; the OpenAPI operation is {@code createRecharge}. */
    String name();

    Class<C> command();

    CallerRule callers();

    /** Whether an {@code Idempotency-Key} is required; every money POST says yes. */
    default boolean keyed() {
        return false;
    }

    /** The outcome as an answer; a refusal is an {@link Answer} with an {@link ErrorCode}. */
    Answer answer(O outcome);
}
