package wallethub.desk;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-task}: one task with what people did with it. */
@Component
class GetTaskHandler implements TransactionHandler<GetTask, TaskOutcome> {

    private final FinanceTasks tasks;

    GetTaskHandler(FinanceTasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public String name() {
        return "get-task";
    }

    @Override
    public Class<GetTask> command() {
        return GetTask.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.TASK_VIEW);
    }

    @Override
    public TaskOutcome handle(GetTask command, Caller caller) {
        return tasks.show(command.id());
    }

    @Override
    public Answer answer(TaskOutcome outcome) {
        return TaskOutcome.answer(outcome);
    }
}
