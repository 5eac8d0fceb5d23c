package wallethub.desk;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.lane.DeadLetters.Result;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;

/**
 * Operation {@code replay-dead-letter}: the same bytes again, from the head of its key; what carries money is asked of finance.
 *
 * <p>In three steps although it calls nobody: a verb that was refused stays on record, and an operation in one transaction
 * would take that back.
 */
@Component
class ReplayDeadLetterHandler implements CallingHandler<ReplayDeadLetter, DeadLetterVerb, Result, DeadLetterOutcome> {

    private final DeadLetterDesk desk;
    private final ReplayMoneyLetter action;

    ReplayDeadLetterHandler(DeadLetterDesk desk, ReplayMoneyLetter action) {
        this.desk = desk;
        this.action = action;
    }

    @Override
    public String name() {
        return "replay-dead-letter";
    }

    @Override
    public Class<ReplayDeadLetter> command() {
        return ReplayDeadLetter.class;
    }

    @Override
    public Class<DeadLetterVerb> prepared() {
        return DeadLetterVerb.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.DEAD_LETTER_REPLAY);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public Preparation<DeadLetterVerb, DeadLetterOutcome> prepare(ReplayDeadLetter command, Caller caller) {
        return desk.prepared(
                DeadLetterVerb.of(command.number(), DeadLetterVerb.Kind.REPLAY, command.reason(), null, caller),
                action,
                caller);
    }

    @Override
    public Result call(DeadLetterVerb verb) {
        return desk.act(verb);
    }

    @Override
    public DeadLetterOutcome finish(DeadLetterVerb verb, Result result, Caller caller) {
        return new DeadLetterOutcome.Acted(verb.id(), result);
    }

    @Override
    public Answer answer(DeadLetterOutcome outcome) {
        return DeadLetterOutcome.answer(outcome);
    }
}
