package wallethub.desk;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffDirectory;
import wallethub.access.StaffPermission;
import wallethub.id.StaffId;
import wallethub.operation.Precondition;

/** What people do with finance's tasks, one after another; each step commits with its row in the audit. */
@Component
class FinanceTasks {

    private final FinanceTaskStore store;
    private final StaffDirectory directory;
    private final AuditLog audit;
    private final Clock clock;

    FinanceTasks(FinanceTaskStore store, StaffDirectory directory, AuditLog audit, Clock clock) {
        this.store = store;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
    }

    TaskOutcome show(String id) {
        return TaskKey.of(id).flatMap(store::find).map(this::shown).orElseGet(TaskOutcome.Missing::new);
    }

    private TaskOutcome shown(FinanceTaskStore.Row row) {
        FinanceTask task = FinanceTask.of(row, now()).with(row.message(), store.steps(row.key()));
        return new TaskOutcome.Shown(task, row.tag());
    }

    /** Whoever had it before has it no more. */
    TaskOutcome assign(String id, StaffId assignee, String reason, Caller caller) {
        Optional<FinanceTaskStore.Row> found = locked(id);
        if (found.isEmpty()) {
            return new TaskOutcome.Missing();
        }
        if (isClosed(found.get())) {
            return new TaskOutcome.Closed(found.get().state());
        }
        return directory.permissionsOf(assignee).contains(StaffPermission.TASK_CLOSE.wire())
                ? done(found.get(), new FinanceTask.Step("assign", caller.staff(), assignee, reason, now()), caller)
                : new TaskOutcome.NotTheirs();
    }

    /** About a closed one too. */
    TaskOutcome comment(String id, String reason, Caller caller) {
        return locked(id)
                .map(task -> done(task, new FinanceTask.Step("comment", caller.staff(), null, reason, now()), caller))
                .orElseGet(TaskOutcome.Missing::new);
    }

    /** @param outcome {@code done} or {@code dismissed} */
    TaskOutcome close(String id, String outcome, String reason, Precondition ifMatch, Caller caller) {
        Optional<FinanceTaskStore.Row> found = locked(id);
        if (found.isEmpty()) {
            return new TaskOutcome.Missing();
        }
        if (isClosed(found.get())) {
            return new TaskOutcome.Closed(found.get().state());
        }
        return ifMatch.holds(found.get().tag())
                ? done(found.get(), new FinanceTask.Step(outcome, caller.staff(), null, reason, now()), caller)
                : new TaskOutcome.Changed();
    }

    private Optional<FinanceTaskStore.Row> locked(String id) {
        return TaskKey.of(id).flatMap(key -> {
            store.lock(key);
            return store.find(key);
        });
    }

    private static boolean isClosed(FinanceTaskStore.Row task) {
        return !task.state().equals("open");
    }

    private TaskOutcome done(FinanceTaskStore.Row task, FinanceTask.Step step, Caller caller) {
        store.insert(task, step);
        audit.record(new AuditEntry(
                caller, "task." + step.verb(), task.key().text(), null, null, step.reason(), caller.address()));
        return shown(store.find(task.key()).orElseThrow());
    }

    /** To the microsecond, as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
