package wallethub.desk;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code assign-task}: somebody is to look after a task. */
@Component
class AssignTaskHandler implements TransactionHandler<AssignTask, TaskOutcome> {

    private final FinanceTasks tasks;

    AssignTaskHandler(FinanceTasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public String name() {
        return "assign-task";
    }

    @Override
    public Class<AssignTask> command() {
        return AssignTask.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.TASK_CLOSE);
    }

    @Override
    public TaskOutcome handle(AssignTask command, Caller caller) {
        return tasks.assign(command.id(), command.assignee(), command.reason(), caller);
    }

    @Override
    public Answer answer(TaskOutcome outcome) {
        return TaskOutcome.answer(outcome);
    }
}
