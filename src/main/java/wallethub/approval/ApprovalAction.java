package wallethub.approval;

import java.util.Optional;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.ApprovalId;

/**
 * What one person asks for and another decides; a bean of the package that does it.
 *
 * @param <P> what is asked for: a record whose canonical JSON is stored and hashed. It holds no personal data but ids
 */
public interface ApprovalAction<P> {

    /** Unique among actions, such as {@code wallet.adjust}: what rows and the audit call it. */
    String kind();

    Class<P> payload();

    StaffPermission maker();

    StaffPermission checker();

    /** Who decides instead of the checker above the large limit of the amount's currency. */
    default Optional<StaffPermission> largeChecker() {
        return Optional.empty();
    }

    /** Whether one of this kind at most may wait on the same object. */
    default boolean alone() {
        return true;
    }

    /** At the request and again before the execution: whether it is possible, and what that depends on. Changes nothing. */
    Check check(P payload, Caller maker);

    /**
     * Does it, once, in the transaction of the decision; what it refuses rolls the decision back, and it goes on waiting.
     *
     * @param checker with what he is permitted at this moment
     */
    Execution execute(ApprovalId id, P payload, Caller checker);
}
