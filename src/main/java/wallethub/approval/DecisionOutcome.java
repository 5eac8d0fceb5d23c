package wallethub.approval;

import java.util.Map;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;

/** What became of a decision. */
sealed interface DecisionOutcome {

    record Decided(Approval approval) implements DecisionOutcome {}

    record Missing() implements DecisionOutcome {}

    /** It does not wait any more. */
    record Conflict(ApprovalState state) implements DecisionOutcome {}

    record Refused(ErrorCode code, String detail) implements DecisionOutcome {

        /** Whether the audit keeps the attempt: somebody decided what he may not, or what is not what was asked for. */
        boolean isTelling() {
            return code == ErrorCode.FORBIDDEN
                    || code == ErrorCode.APPROVAL_SAME_PERSON
                    || code == ErrorCode.APPROVAL_STALE;
        }
    }

    static Answer answer(DecisionOutcome outcome) {
        return switch (outcome) {
            case Decided decided ->
                Answer.versioned(
                        200,
                        decided.approval(),
                        Integer.toString(decided.approval().version()));
            case Missing missing -> Answer.nothingHere();
            case Conflict conflict ->
                new Answer.Refusal(
                        ErrorCode.STATE_CONFLICT,
                        "it is " + conflict.state().wire() + " and does not wait for a decision",
                        Map.of("state", conflict.state().wire()));
            case Refused refused -> Answer.refused(refused.code(), refused.detail());
        };
    }
}
