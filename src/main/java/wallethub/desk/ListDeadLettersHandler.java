package wallethub.desk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.lane.DeadLetter;
import wallethub.lane.DeadLetters;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.TransactionHandler;

/** Operation {@code list-dead-letters}: what will not work as it is, without what stands in it. */
@Component
class ListDeadLettersHandler implements TransactionHandler<ListDeadLetters, LinkedPage<ListDeadLettersHandler.Line>> {

    private static final String NAME = "list-dead-letters";
    private static final int COUNTED_MAX = 1_000;

    private final DeadLetters letters;
    private final Cursors cursors;

    ListDeadLettersHandler(DeadLetters letters, Cursors cursors) {
        this.letters = letters;
        this.cursors = cursors;
    }

    /** @param money whether it carries money, so that two people bring it back */
    record Line(
            long id,
            String lane,
            boolean money,
            String key,
            String kind,
            @Nullable String mapping,
            String reasonClass,
            boolean unknown,
            String code,
            String owner,
            String state,
            @Nullable String assignee,
            Instant at) {

        static Line of(DeadLetter letter) {
            return new Line(
                    letter.id(),
                    letter.lane(),
                    MoneyLanes.carry(letter.lane()),
                    MaskedDocument.text(letter.key()),
                    letter.kind(),
                    letter.mapping(),
                    letter.reasonClass(),
                    letter.unknown(),
                    letter.code(),
                    letter.owner(),
                    letter.state(),
                    letter.assignee(),
                    letter.at());
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListDeadLetters> command() {
        return ListDeadLetters.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.DEAD_LETTER_VIEW);
    }

    @Override
    public LinkedPage<Line> handle(ListDeadLetters command, Caller caller) {
        CursorList list = CursorList.of(cursors, NAME, caller, query(command), command.cursor());
        DeadLetters.Filter filter =
                new DeadLetters.Filter(command.lane(), command.code(), command.mapping(), command.owner());
        long below = list.after().map(Long::parseLong).orElse(Long.MAX_VALUE);
        return list.page(
                letters.list(filter, command.state(), below, list.limit()).stream()
                        .map(Line::of)
                        .toList(),
                last -> Long.toString(last.id()),
                () -> CursorList.Total.upTo(COUNTED_MAX, letters.count(filter, command.state(), COUNTED_MAX + 1)));
    }

    private static ListQuery query(ListDeadLetters command) {
        return new ListQuery(command.size())
                .with("lane", command.lane())
                .with("code", command.code())
                .with("owner", command.owner())
                .with("mapping", command.mapping())
                .with("state", command.state());
    }

    @Override
    public Answer answer(LinkedPage<Line> outcome) {
        return Answer.page(outcome);
    }
}
