package wallethub.approval;

import java.util.Optional;
import wallethub.money.Money;
import wallethub.problem.ErrorCode;

/** Whether something that is asked for is possible now. */
public sealed interface Check {

    /**
     * @param object what it is done to, its id
     * @param amount what it moves, for the limits; of either sign
     * @param state a short fingerprint of what it depends on; with another one at the decision it is {@code APPROVAL_STALE}
     */
    record Fits(String object, Optional<Money> amount, String state) implements Check {

        private static final int STATE_MAX = 200;
        private static final int OBJECT_MAX = 100;

        public Fits {
            if (object.isBlank() || object.length() > OBJECT_MAX || state.length() > STATE_MAX) {
                throw new IllegalArgumentException("an object has 1 to " + OBJECT_MAX
                        + " characters, a fingerprint of its state at most " + STATE_MAX);
            }
        }
    }

    record Refused(ErrorCode code, String detail) implements Check {}
}
