package wallethub.desk;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code assign-dead-letter}: assigns somebody to a dead letter. */
@Component
class AssignDeadLetterHandler implements TransactionHandler<AssignDeadLetter, DeadLetterOutcome> {

    private final DeadLetterDesk desk;

    AssignDeadLetterHandler(DeadLetterDesk desk) {
        this.desk = desk;
    }

    @Override
    public String name() {
        return "assign-dead-letter";
    }

    @Override
    public Class<AssignDeadLetter> command() {
        return AssignDeadLetter.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.DEAD_LETTER_REPLAY);
    }

    @Override
    public DeadLetterOutcome handle(AssignDeadLetter command, Caller caller) {
        return new DeadLetterOutcome.Acted(
                command.number(),
                desk.act(DeadLetterVerb.of(
                        command.number(),
                        DeadLetterVerb.Kind.ASSIGN,
                        command.reason(),
                        command.assignee().text(),
                        caller)));
    }

    @Override
    public Answer answer(DeadLetterOutcome outcome) {
        return DeadLetterOutcome.answer(outcome);
    }
}
