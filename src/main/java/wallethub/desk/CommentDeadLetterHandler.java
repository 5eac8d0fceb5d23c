package wallethub.desk;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code comment-dead-letter}: leaves a word about a dead letter. */
@Component
class CommentDeadLetterHandler implements TransactionHandler<CommentDeadLetter, DeadLetterOutcome> {

    private final DeadLetterDesk desk;

    CommentDeadLetterHandler(DeadLetterDesk desk) {
        this.desk = desk;
    }

    @Override
    public String name() {
        return "comment-dead-letter";
    }

    @Override
    public Class<CommentDeadLetter> command() {
        return CommentDeadLetter.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.DEAD_LETTER_REPLAY);
    }

    @Override
    public DeadLetterOutcome handle(CommentDeadLetter command, Caller caller) {
        return new DeadLetterOutcome.Acted(
                command.number(),
                desk.act(DeadLetterVerb.of(
                        command.number(), DeadLetterVerb.Kind.COMMENT, command.reason(), null, caller)));
    }

    @Override
    public Answer answer(DeadLetterOutcome outcome) {
        return DeadLetterOutcome.answer(outcome);
    }
}
