package wallethub.desk;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.lane.DeadLetters.Result;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;

/**
 * Operation {@code discard-dead-letter}: gives a delivery up, its key goes on; what carries money is asked of finance.
 *
 * <p>In three steps although it calls nobody: a verb that was refused stays on record, and an operation in one transaction
 * would take that back.
 */
@Component
class DiscardDeadLetterHandler implements CallingHandler<DiscardDeadLetter, DeadLetterVerb, Result, DeadLetterOutcome> {

    private final DeadLetterDesk desk;
    private final DiscardMoneyLetter action;

    DiscardDeadLetterHandler(DeadLetterDesk desk, DiscardMoneyLetter action) {
        this.desk = desk;
        this.action = action;
    }

    @Override
    public String name() {
        return "discard-dead-letter";
    }

    @Override
    public Class<DiscardDeadLetter> command() {
        return DiscardDeadLetter.class;
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
    public Preparation<DeadLetterVerb, DeadLetterOutcome> prepare(DiscardDeadLetter command, Caller caller) {
        return desk.prepared(
                DeadLetterVerb.of(
                        command.number(), DeadLetterVerb.Kind.DISCARD, command.reason(), command.code(), caller),
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
