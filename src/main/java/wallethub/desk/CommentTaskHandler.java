package wallethub.desk;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code comment-task}: leaves a word about a task. */
@Component
class CommentTaskHandler implements TransactionHandler<CommentTask, TaskOutcome> {

    private final FinanceTasks tasks;

    CommentTaskHandler(FinanceTasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public String name() {
        return "comment-task";
    }

    @Override
    public Class<CommentTask> command() {
        return CommentTask.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.TASK_CLOSE);
    }

    @Override
    public TaskOutcome handle(CommentTask command, Caller caller) {
        return tasks.comment(command.id(), command.reason(), caller);
    }

    @Override
    public Answer answer(TaskOutcome outcome) {
        return TaskOutcome.answer(outcome);
    }
}
