package wallethub.desk;

import java.util.Map;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;

/** What became of a task, or of what somebody wanted to do with it. */
sealed interface TaskOutcome {

    /** @param tag its entity tag, without the quotes */
    record Shown(FinanceTask task, String tag) implements TaskOutcome {}

    record Missing() implements TaskOutcome {}

    /** It is not as the caller has seen it. */
    record Changed() implements TaskOutcome {}

    /** It is closed already; nothing was changed. */
    record Closed(String state) implements TaskOutcome {}

    /** Whom it was to be given to may not close it. */
    record NotTheirs() implements TaskOutcome {}

    static Answer answer(TaskOutcome outcome) {
        return switch (outcome) {
            case Shown shown -> Answer.versioned(200, shown.task(), shown.tag());
            case Missing missing -> Answer.nothingHere();
            case Changed changed ->
                Answer.refused(ErrorCode.PRECONDITION_FAILED, "it is not as the caller has seen it");
            case Closed closed ->
                new Answer.Refusal(
                        ErrorCode.STATE_CONFLICT,
                        "the task is " + closed.state() + " already",
                        Map.of("state", closed.state()));
            case NotTheirs notTheirs ->
                Answer.refused(ErrorCode.VALIDATION_FAILED, "assignee is somebody who may close tasks");
        };
    }
}
