package wallethub.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wallethub.access.Caller;
import wallethub.database.RowScope;
import wallethub.lane.Origin;

/**
 * Commands of one operation on their way into common transactions: whatever has come while the last one ran goes into
 * the next. No timer: a command that comes alone runs at once, alone.
 *
 * <p>The queue holds at most what waits for it, and who may wait is bounded by the lanes.
 */
final class Gathering<C, O> {

    private static final Logger log = LoggerFactory.getLogger(Gathering.class);

    private record Waiting<C>(Batched<C> command, CompletableFuture<Answer> answer) {}

    private final BatchHandler<C, O> handler;
    private final OperationTransactions transactions;
    private final Function<Batched<C>, Answer> singly;
    private final int limit;
    private final Queue<Waiting<C>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();

    /** @param singly runs one command in a transaction of its own */
    Gathering(
            BatchHandler<C, O> handler,
            OperationTransactions transactions,
            Function<Batched<C>, Answer> singly,
            int limit) {
        this.handler = handler;
        this.transactions = transactions;
        this.singly = singly;
        this.limit = limit;
    }

    /** For the hub's own work, whose rows are all rows. Returns after the commit; what the command's own run threw is thrown here. */
    Answer run(C command, Caller caller) {
        Waiting<C> waiting = new Waiting<>(new Batched<>(command, caller, Origin.current()), new CompletableFuture<>());
        queue.add(waiting);
        runSoon();
        try {
            return waiting.answer().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException own) {
                throw own;
            }
            throw e;
        }
    }

    private void runSoon() {
        if (!queue.isEmpty() && running.compareAndSet(false, true)) {
            Thread.ofVirtual()
                    .name("operation-" + handler.name())
                    .start(() -> RowScope.system().run(this::runAll));
        }
    }

    private void runAll() {
        try {
            for (List<Waiting<C>> batch = next(); !batch.isEmpty(); batch = next()) {
                run(batch);
            }
        } finally {
            running.set(false);
            // Who came between the last look and the line above started nothing.
            runSoon();
        }
    }

    private List<Waiting<C>> next() {
        List<Waiting<C>> batch = new ArrayList<>();
        while (batch.size() < limit) {
            Waiting<C> waiting = queue.poll();
            if (waiting == null) {
                break;
            }
            batch.add(waiting);
        }
        return batch;
    }

    private void run(List<Waiting<C>> batch) {
        try {
            if (batch.size() == 1 || !together(batch)) {
                batch.forEach(this::alone);
            }
        } finally {
            // After an error, so that nobody waits for ever.
            batch.stream()
                    .filter(waiting -> !waiting.answer().isDone())
                    .forEach(waiting ->
                            waiting.answer().completeExceptionally(new IllegalStateException("the batch broke off")));
        }
    }

    /** Whether all of them are committed and answered. */
    private boolean together(List<Waiting<C>> batch) {
        List<Answer> answers;
        try {
            answers = transactions.run(status -> answers(batch));
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("operation", handler.name())
                    .addKeyValue("commands", batch.size())
                    .setCause(e)
                    .log("batch rolled back, its commands run singly");
            return false;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(answers.get(i));
        }
        return true;
    }

    private List<Answer> answers(List<Waiting<C>> batch) {
        List<O> outcomes = handler.handle(batch.stream().map(Waiting::command).toList());
        if (outcomes.size() != batch.size()) {
            throw new IllegalStateException(
                    handler.name() + " gave " + outcomes.size() + " outcomes for " + batch.size() + " commands");
        }
        List<Answer> answers = outcomes.stream().map(handler::answer).toList();
        if (answers.stream().anyMatch(Answer.Refusal.class::isInstance)) {
            throw new IllegalStateException("one of the commands was refused");
        }
        return answers;
    }

    private void alone(Waiting<C> waiting) {
        try {
            Batched<C> command = waiting.command();
            waiting.answer().complete(command.origin().within(() -> singly.apply(command)));
        } catch (RuntimeException e) {
            waiting.answer().completeExceptionally(e);
        }
    }
}
