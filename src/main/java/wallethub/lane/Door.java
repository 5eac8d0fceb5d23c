package wallethub.lane;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wallethub.lane.LaneStore.NewEvent;
import wallethub.mapping.Mapping;
import wallethub.mapping.MappingSet;

/**
 * Where letters come in: a group committer in front of the lane. A letter is durable when {@link #accept} returns.
 *
 * <p>At least once from the sender's view, stored once: the idempotency key decides.
 */
@Component
public class Door implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Door.class);

    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** How late an idle committer sees that the hub stops. */
    private static final long IDLE_MILLIS = 50;

    /** What became of a letter. */
    public enum Acceptance {
        STORED,
        DUPLICATE,
        /** Nothing was stored: the target of its mapping is not in use here, and the letter would lie for ever. */
        DISABLED
    }

    /** A letter whose sender waits for its commit. */
    private record Waiting(String lane, NewEvent row, CompletableFuture<Acceptance> answer) {}

    private final LaneStore store;
    private final Targets targets;
    private final Supplier<MappingSet> mappings;
    private final WakeUps wakeUps;
    private final LaneSecrets secrets;
    private final EventPublisher publisher;
    private final LaneSettings.DoorSettings limits;
    private final BlockingQueue<Waiting> queue;
    private final Thread committer;
    private volatile boolean closed;

    Door(
            LaneStore store,
            Targets targets,
            Supplier<MappingSet> mappings,
            WakeUps wakeUps,
            LaneSecrets secrets,
            EventPublisher publisher,
            LaneSettings settings) {
        this.store = store;
        this.targets = targets;
        this.mappings = mappings;
        this.wakeUps = wakeUps;
        this.secrets = secrets;
        this.publisher = publisher;
        limits = settings.door();
        queue = new ArrayBlockingQueue<>(limits.queue());
        committer = Thread.ofPlatform().name("lane-door").daemon().start(this::commitForEver);
    }

    /**
     * Stores a letter and returns after the commit.
     *
     * @throws LaneFullException when the bounded queue is full, or the commit took too long to wait for; the sender is told
     *     to come again, and finds a duplicate when it was stored after all
     */
    public Acceptance accept(Letter letter) {
        if (isDisabled(letter)) {
            return Acceptance.DISABLED;
        }
        Waiting waiting = new Waiting(letter.lane(), row(letter), new CompletableFuture<>());
        if (closed || !queue.offer(waiting)) {
            throw new LaneFullException(letter.lane());
        }
        try {
            return waiting.answer().get(limits.answer().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new LaneFullException(letter.lane());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaneFullException(letter.lane());
        } catch (ExecutionException e) {
            throw new IllegalStateException("letter not stored", e.getCause());
        }
    }

    /** Stores a letter in the caller's transaction: durable when that commits. */
    public Acceptance acceptInTransaction(Letter letter) {
        return acceptInTransaction(letter, false);
    }

    /** The same for a code or token: sealed whatever its mapping says, and also when there is none yet. */
    public Acceptance acceptSecretInTransaction(Letter letter) {
        return acceptInTransaction(letter, true);
    }

    private Acceptance acceptInTransaction(Letter letter, boolean secret) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("no transaction is running");
        }
        if (isDisabled(letter)) {
            return Acceptance.DISABLED;
        }
        boolean stored = store.enqueue(secret ? row(letter, true) : row(letter));
        publisher.wakeAfterCommit(Set.of(letter.lane()));
        return stored ? Acceptance.STORED : Acceptance.DUPLICATE;
    }

    private boolean isDisabled(Letter letter) {
        boolean disabled = mappings.get()
                .find(letter.mapping())
                .filter(mapping -> !mapping.enabled())
                .isPresent();
        if (disabled) {
            log.atWarn()
                    .addKeyValue("lane", letter.lane())
                    .addKeyValue("mapping", letter.mapping())
                    .log("letter not stored: its target is not in use");
        }
        return disabled;
    }

    private NewEvent row(Letter letter) {
        return row(
                letter,
                mappings.get().find(letter.mapping()).map(Mapping::secret).orElse(false));
    }

    private NewEvent row(Letter letter, boolean secret) {
        String idem = letter.lane() + ":" + letter.idempotencyKey();
        return new NewEvent(
                letter.key(),
                Delivery.LETTER,
                targets.named(letter.lane()).bit(),
                idem,
                letter.mapping(),
                secret ? secrets.seal(idem, letter.body()) : letter.body(),
                Documents.headersJson(letter.headers()),
                letter.correlationId(),
                letter.traceparent(),
                secret ? secrets.kid() : null);
    }

    private void commitForEver() {
        List<Waiting> batch = new ArrayList<>();
        int last = 1;
        while (!closed) {
            try {
                Waiting first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    linger(last);
                    batch.add(first);
                    queue.drainTo(batch, limits.batch() - 1);
                    last = batch.size();
                    commit(batch);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("door committer failed");
                batch.forEach(waiting -> waiting.answer().completeExceptionally(e));
            } finally {
                batch.clear();
            }
        }
    }

    /**
     * Who sent the last letters is likely to send the next ones at once; a moment's wait for as many of them saves commits.
     * A letter after a lone one waits for nobody.
     */
    private void linger(int last) {
        long end = System.nanoTime() + LINGER_NANOS;
        while (isWorthWaiting(last, queue.size() + 1) && System.nanoTime() < end && !closed) {
            LockSupport.parkNanos(this, LINGER_NANOS / 4);
        }
    }

    static boolean isWorthWaiting(int last, int here) {
        return here < last;
    }

    private void commit(List<Waiting> batch) {
        try {
            Set<String> fresh =
                    new HashSet<>(store.enqueue(batch.stream().map(Waiting::row).toList()));
            answer(batch, fresh);
        } catch (RuntimeException e) {
            if (batch.size() == 1) {
                batch.getFirst().answer().completeExceptionally(e);
            } else {
                log.atWarn().addKeyValue("letters", batch.size()).setCause(e).log("batch not stored, retrying singly");
                batch.forEach(waiting -> commit(List.of(waiting)));
            }
        }
    }

    private void answer(List<Waiting> batch, Set<String> fresh) {
        Set<String> lanes = new LinkedHashSet<>();
        for (Waiting waiting : batch) {
            // Of two equal letters in one batch the first was stored.
            boolean stored = fresh.remove(waiting.row().idem());
            waiting.answer().complete(stored ? Acceptance.STORED : Acceptance.DUPLICATE);
            lanes.add(waiting.lane());
        }
        wakeUps.signal(lanes);
    }

    @Override
    public void destroy() throws InterruptedException {
        closed = true;
        committer.join(limits.answer());
        Waiting left = queue.poll();
        while (left != null) {
            left.answer().completeExceptionally(new LaneFullException(left.lane()));
            left = queue.poll();
        }
    }
}
