package wallethub.operation;

import wallethub.access.Caller;
import wallethub.database.RowScope;
import wallethub.id.CustomerId;
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

    /** Whether an {@code If-Match} is required; the command has it as {@link Precondition} {@code ifMatch}. */
    default boolean conditional() {
        return false;
    }

    /**
     * Whose rows its transactions see: a customer's own, or all for the staff, a lane or schedule. Whoever is nobody in particular
     * sees no customer's rows; an operation that works for them all the same says so here, and why.
     */
    default RowScope scope(Caller caller) {
        CustomerId customer = caller.customer();
        if (customer != null) {
            return RowScope.of(customer);
        }
        return switch (caller.kind()) {
            case STAFF, SYSTEM -> RowScope.system();
            case ANONYMOUS, CUSTOMER, STORE -> RowScope.none();
        };
    }

    /** The outcome as an answer; a refusal is an {@link Answer} with an {@link ErrorCode}. */
    Answer answer(O outcome);
}
