package wallethub.desk;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code close-task}: a task is done, or nothing had to be done; once, and it moves no money. */
@Component
class CloseTaskHandler implements TransactionHandler<CloseTask, TaskOutcome> {

    private final FinanceTasks tasks;

    CloseTaskHandler(FinanceTasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public String name() {
        return "close-task";
    }

    @Override
    public Class<CloseTask> command() {
        return CloseTask.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.TASK_CLOSE);
    }

    @Override
    public boolean conditional() {
        return true;
    }

    @Override
    public TaskOutcome handle(CloseTask command, Caller caller) {
        return tasks.close(command.id(), command.outcome(), command.reason(), command.ifMatch(), caller);
    }

    @Override
    public Answer answer(TaskOutcome outcome) {
        return TaskOutcome.answer(outcome);
    }
}
