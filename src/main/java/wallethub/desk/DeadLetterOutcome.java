package wallethub.desk;

import java.util.Locale;
import java.util.Map;
import wallethub.approval.ApprovalOutcome;
import wallethub.approval.Approvals;
import wallethub.lane.DeadLetters.Refusal;
import wallethub.lane.DeadLetters.Result;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;

/** What a verb on a dead letter came to, for the API. */
sealed interface DeadLetterOutcome {

    /** It was done, or there was nothing to do any more. */
    record Acted(long id, Result result) implements DeadLetterOutcome {}

    /** It carries money: somebody else has to agree. */
    record Asked(ApprovalOutcome approval) implements DeadLetterOutcome {}

    /** The document of the API; {@code result} is {@code done} or {@code already_healed}. */
    record View(long id, String result) {}

    static Answer answer(DeadLetterOutcome outcome) {
        return switch (outcome) {
            case Asked asked -> Approvals.answer(asked.approval());
            case Acted acted ->
                switch (acted.result()) {
                    case Result.Done done -> Answer.ok(new View(acted.id(), "done"));
                    case Result.AlreadyHealed healed -> Answer.ok(new View(acted.id(), "already_healed"));
                    case Result.NotFound none -> Answer.nothingHere();
                    case Result.Refused refused ->
                        new Answer.Refusal(
                                ErrorCode.STATE_CONFLICT,
                                detail(refused.why()),
                                Map.of("state", refused.why().name().toLowerCase(Locale.ROOT)));
                };
        };
    }

    static String detail(Refusal why) {
        return switch (why) {
            case OVERTAKEN -> "a later delivery of its key has succeeded; the order may matter";
            case OUTCOME_UNKNOWN -> "its last attempt may have happened";
            case REPLAYING -> "it is being delivered right now";
            case DISCARDED -> "it was given up before";
            case GONE -> "its document is erased";
            case SECOND_PERSON_NEEDED -> "another person must agree";
            case SAME_PERSON -> "the second person is the first one";
            case NOT_JSON -> "its document is no JSON";
        };
    }
}
