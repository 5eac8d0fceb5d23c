package wallethub.approval;

import java.util.Map;
import wallethub.problem.ErrorCode;

/** What became of something that was approved. */
public sealed interface Execution {

    /** @param result ids and numbers that tell what was made, such as {@code transferId} */
    record Done(Map<String, String> result) implements Execution {

        private static final int RESULT_MAX = 20;

        public Done {
            result = Map.copyOf(result);
            if (result.size() > RESULT_MAX) {
                throw new IllegalArgumentException("a result has at most " + RESULT_MAX + " members");
            }
        }
    }

    /** It must have changed nothing. */
    record Refused(ErrorCode code, String detail) implements Execution {}
}
