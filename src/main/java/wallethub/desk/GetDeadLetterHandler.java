package wallethub.desk;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.lane.DeadLetters;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-dead-letter}: one with its masked documents and what people did with it. */
@Component
class GetDeadLetterHandler implements TransactionHandler<GetDeadLetter, Optional<DeadLetterView>> {

    private static final int ACTIONS = 50;

    private final DeadLetters letters;

    GetDeadLetterHandler(DeadLetters letters) {
        this.letters = letters;
    }

    @Override
    public String name() {
        return "get-dead-letter";
    }

    @Override
    public Class<GetDeadLetter> command() {
        return GetDeadLetter.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.DEAD_LETTER_VIEW);
    }

    @Override
    public Optional<DeadLetterView> handle(GetDeadLetter command, Caller caller) {
        return letters.find(command.number())
                .map(letter -> DeadLetterView.of(letter, letters.told(command.number(), ACTIONS)));
    }

    @Override
    public Answer answer(Optional<DeadLetterView> outcome) {
        return outcome.map(Answer::tagged).orElseGet(Answer::nothingHere);
    }
}
