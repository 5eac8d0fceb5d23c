package wallethub.correction;

import java.util.Optional;
import wallethub.id.CustomerId;

/** What another package has open for a customer, so that his wallet cannot be merged into another's yet. */
public interface MergeObstacle {

    /** A sentence about it; empty when there is none. */
    Optional<String> of(CustomerId customer);
}
