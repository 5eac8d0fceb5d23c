package wallethub.desk;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.TransactionHandler;

/** Operation {@code list-tasks}: what finance must look at, the oldest first. */
@Component
class ListTasksHandler implements TransactionHandler<ListTasks, LinkedPage<FinanceTask>> {

    private static final String NAME = "list-tasks";

    private final FinanceTaskStore store;
    private final Cursors cursors;
    private final Clock clock;

    ListTasksHandler(FinanceTaskStore store, Cursors cursors, Clock clock) {
        this.store = store;
        this.cursors = cursors;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListTasks> command() {
        return ListTasks.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.TASK_VIEW);
    }

    @Override
    public LinkedPage<FinanceTask> handle(ListTasks command, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ListQuery query = new ListQuery(command.size())
                .with("state", command.state())
                .with("kind", command.kind())
                .with("assignee", command.assignee());
        CursorList list = CursorList.of(cursors, NAME, caller, query, command.cursor());
        FinanceTaskStore.Filter filter =
                new FinanceTaskStore.Filter(command.state(), command.kind(), command.assignee());
        FinanceTaskStore.Position behind =
                list.after().map(FinanceTaskStore.Position::of).orElse(FinanceTaskStore.Position.FIRST);
        return list.page(
                store.list(filter, behind, list.limit()).stream()
                        .map(row -> FinanceTask.of(row, now))
                        .toList(),
                FinanceTaskStore.Position::text,
                () -> CursorList.Total.upTo(FinanceTaskStore.COUNTED_MAX, store.count(filter)));
    }

    @Override
    public Answer answer(LinkedPage<FinanceTask> outcome) {
        return Answer.page(outcome);
    }
}
