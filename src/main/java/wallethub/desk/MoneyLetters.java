package wallethub.desk;

import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.approval.Check;
import wallethub.approval.Execution;
import wallethub.id.ApprovalId;
import wallethub.lane.DeadLetter;
import wallethub.lane.DeadLetters;
import wallethub.lane.DeadLetters.Result;
import wallethub.problem.ErrorCode;

/** What both approvals about dead letters that carry money do. */
@Component
class MoneyLetters {

    private final DeadLetters letters;
    private final DeadLetterDesk desk;

    MoneyLetters(DeadLetters letters, DeadLetterDesk desk) {
        this.letters = letters;
        this.desk = desk;
    }

    /** Its state counts: whoever brought it back or gave it up meanwhile has decided. */
    Check check(MoneyLetter wish) {
        Optional<DeadLetter> found = letters.find(wish.id());
        if (found.isEmpty()) {
            return new Check.Refused(ErrorCode.NOT_FOUND, "there is nothing at this path");
        }
        String state = found.get().state();
        return state.equals("open")
                ? new Check.Fits("dead-letter-" + wish.id(), Optional.empty(), state)
                : new Check.Refused(ErrorCode.STATE_CONFLICT, "the dead letter is " + state);
    }

    Execution execute(ApprovalId approval, MoneyLetter wish, DeadLetterVerb.Kind kind, Caller checker) {
        Result result = desk.act(DeadLetterVerb.of(wish.id(), kind, "approved as " + approval, wish.code(), checker));
        return switch (result) {
            case Result.Done done -> told(wish, "done");
            case Result.AlreadyHealed healed -> told(wish, "already_healed");
            case Result.NotFound none -> new Execution.Refused(ErrorCode.NOT_FOUND, "the dead letter is gone");
            case Result.Refused refused ->
                new Execution.Refused(ErrorCode.STATE_CONFLICT, DeadLetterOutcome.detail(refused.why()));
        };
    }

    private static Execution told(MoneyLetter wish, String result) {
        return new Execution.Done(Map.of("deadLetterId", Long.toString(wish.id()), "result", result));
    }
}
