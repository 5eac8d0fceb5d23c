package wallethub.lane;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.database.RowScope;
import wallethub.lane.DeadLetterStore.Action;
import wallethub.mapping.Outcome;

/**
 * What people do with dead letters. Every verb, refused or not, leaves one row that nobody can change: who, what, when,
 * why, and what came of it.
 */
@Service
public class DeadLetters {

    private static final int REPLAY_MAX = 10_000;
    private static final int PER_SECOND_MAX = 1000;

    /** Who does it, and why. */
    public record By(String actor, String reason) {

        public By {
            if (actor.isBlank() || reason.isBlank()) {
                throw new IllegalArgumentException("a verb on a dead letter names who does it and why");
            }
        }
    }

    /** Which dead letters; a null means any. */
    public record Filter(
            @Nullable String lane,
            @Nullable String code,
            @Nullable String mapping,
            @Nullable String owner) {}

    /** What a verb came to. */
    public sealed interface Result {

        record Done() implements Result {}

        /** Settled meanwhile, or given up before: nothing to do. */
        record AlreadyHealed() implements Result {}

        /** Nothing was changed; the code says why. */
        record Refused(Refusal why) implements Result {}

        record NotFound() implements Result {}
    }

    /** Why a verb was refused. */
    public enum Refusal {
        /** A later delivery of the key has succeeded; force it if the order does not matter here. */
        OVERTAKEN,
        /** The last attempt may have happened: other bytes could do it twice. */
        OUTCOME_UNKNOWN,
        /** It is being delivered right now. */
        REPLAYING,
        DISCARDED,
        /** Its document is erased. */
        GONE,
        /** The edit touches an amount, a currency or a wallet: another person must agree. */
        SECOND_PERSON_NEEDED,
        SAME_PERSON,
        NOT_JSON
    }

    /** @param stopped whether too many came back dead before all were replayed */
    public record ReplayReport(int replayed, int refused, boolean stopped) {}

    private final DeadLetterStore store;
    private final WakeUps wakeUps;
    private final ObjectProvider<DeliveryListener> listeners;
    private final TransactionTemplate transaction;
    private final Clock clock;

    DeadLetters(
            DeadLetterStore store,
            WakeUps wakeUps,
            ObjectProvider<DeliveryListener> listeners,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.store = store;
        this.wakeUps = wakeUps;
        this.listeners = listeners;
        this.clock = clock;
        transaction = new TransactionTemplate(transactions);
    }

    public Optional<DeadLetter> find(long id) {
        return store.find(id);
    }

    /**
     * What somebody did with a dead letter.
     *
     * @param result what it came to, refusals too
     */
    public record Told(
            String verb,
            String actor,
            @Nullable String secondActor,
            String reason,
            @Nullable String detail,
            String result,
            Instant at) {}

    /** What people did with it, the latest first. */
    public List<Told> told(long id, int most) {
        return store.told(id, most);
    }

    /**
     * Those that the filter finds, the latest first, without what stands in them.
     *
     * @param state open, replaying, healed or discarded; null for any
     * @param below only those with a smaller id
     */
    public List<DeadLetter> list(Filter filter, @Nullable String state, long below, int most) {
        return store.list(filter, state, below, most);
    }

    /** How many there are, counted no further than {@code most}. */
    public long count(Filter filter, @Nullable String state, int most) {
        return store.count(filter, state, most);
    }

    /** The open ones in their order, without what stands in them. */
    public List<DeadLetter> oldest(Filter filter, int most) {
        return store.oldest(filter, most);
    }

    /** Of a delivery that died, whatever became of it since. */
    public Optional<DeadLetter> findByDelivery(String lane, long deliveryId) {
        return store.idOf(lane, deliveryId).flatMap(store::find);
    }

    /** The preview of {@link #replayAll}. */
    public long count(Filter filter) {
        return store.count(filter);
    }

    /** The same bytes again, from the head of its key. */
    public Result replay(long id, By by) {
        return replay(id, by, "replay", new Again(null, null, false, false), null, null);
    }

    /** As {@link #replay}, although a later delivery of the key has succeeded. */
    public Result replayForced(long id, By by) {
        return replay(id, by, "replay-forced", new Again(null, null, false, true), null, null);
    }

    /** Mapped anew with the mapping now in force; never while the outcome is unknown. */
    public Result remap(long id, By by) {
        return replay(id, by, "remap", new Again(null, null, true, false), null, null);
    }

    /** Other bytes, where neither an amount nor a currency nor a wallet changes; the difference is kept. */
    public Result replayEdited(long id, byte[] edited, By by) {
        return edited(id, edited, by, null);
    }

    /** As {@link #replayEdited(long, byte[], By)}, agreed to by a second person. */
    public Result replayEdited(long id, byte[] edited, By by, String secondPerson) {
        return edited(id, edited, by, secondPerson);
    }

    /**
     * Replays what the filter finds, oldest first.
     *
     * @param perSecond at most so many, 1 to 1000
     * @param stopAfter ends when so many of them have come back dead
     */
    public ReplayReport replayAll(Filter filter, By by, int perSecond, int stopAfter) {
        long pause = Duration.ofSeconds(1).toNanos() / Math.clamp(perSecond, 1, PER_SECOND_MAX);
        List<Long> replayed = new ArrayList<>();
        int refused = 0;
        for (long id : store.ids(filter, REPLAY_MAX)) {
            if (store.openAmong(replayed) >= Math.max(1, stopAfter)) {
                return new ReplayReport(replayed.size(), refused, true);
            }
            if (replay(id, by) instanceof Result.Done) {
                replayed.add(id);
            } else {
                refused++;
            }
            LockSupport.parkNanos(pause);
        }
        return new ReplayReport(replayed.size(), refused, false);
    }

    /** Gives it up for a recorded reason; its key goes on. */
    public Result discard(long id, String reasonCode, By by) {
        return act(id, by, "discard", null, reasonCode, letter -> {
            String said = store.discard(id, reasonCode);
            if (said.equals("discarded now")) {
                tellListeners(letter, reasonCode);
            }
            return said;
        });
    }

    public Result assign(long id, String assignee, By by) {
        return act(id, by, "assign", null, assignee, letter -> {
            store.assign(id, assignee);
            return "assigned now";
        });
    }

    public Result comment(long id, By by) {
        return act(id, by, "comment", null, null, letter -> "commented now");
    }

    // ----------------------------------------------------------------

    /** How a delivery goes out again. */
    private record Again(byte @Nullable [] body, byte @Nullable [] document, boolean remap, boolean force) {}

    private interface Verb {
        String run(DeadLetter letter);
    }

    private Result replay(
            long id, By by, String verb, Again again, @Nullable String secondPerson, @Nullable String detail) {
        return act(
                id,
                by,
                verb,
                secondPerson,
                detail,
                letter -> store.replay(id, again.body(), again.document(), again.remap(), again.force()));
    }

    private Result edited(long id, byte[] edited, By by, @Nullable String secondPerson) {
        Optional<DeadLetter> found = store.find(id);
        if (found.isEmpty()) {
            return new Result.NotFound();
        }
        DeadLetter letter = found.get();
        byte[] before = letter.document() == null ? letter.body() : letter.document();
        if (before == null) {
            return refused(id, by, Refusal.GONE);
        }
        Optional<JsonNode> old = Documents.parse(before);
        Optional<JsonNode> fresh = Documents.parse(edited);
        if (old.isEmpty() || fresh.isEmpty()) {
            return refused(id, by, Refusal.NOT_JSON);
        }
        List<DocumentChange> changes = DocumentChange.between(old.get(), fresh.get());
        Optional<Refusal> refusal = refusal(letter, changes, by, secondPerson);
        if (refusal.isPresent()) {
            return refused(id, by, refusal.get());
        }
        Again again = letter.document() == null
                ? new Again(edited, null, false, false)
                : new Again(null, edited, false, false);
        return replay(id, by, "replay-edited", again, secondPerson, Documents.json(changes));
    }

    private static Optional<Refusal> refusal(
            DeadLetter letter, List<DocumentChange> changes, By by, @Nullable String secondPerson) {
        if (letter.unknown()) {
            return Optional.of(Refusal.OUTCOME_UNKNOWN);
        }
        if (by.actor().equals(secondPerson)) {
            return Optional.of(Refusal.SAME_PERSON);
        }
        boolean needsTwo = changes.stream().anyMatch(DocumentChange::isMoney);
        return needsTwo && secondPerson == null ? Optional.of(Refusal.SECOND_PERSON_NEEDED) : Optional.empty();
    }

    private Result refused(long id, By by, Refusal why) {
        store.record(new Action(id, "replay-edited", by.actor(), null, by.reason(), null, why.name()));
        return new Result.Refused(why);
    }

    private Result act(long id, By by, String verb, @Nullable String secondPerson, @Nullable String detail, Verb run) {
        Optional<DeadLetter> found = store.find(id);
        if (found.isEmpty()) {
            return new Result.NotFound();
        }
        String said = transaction.execute(status -> {
            String result = run.run(found.get());
            store.record(new Action(id, verb, by.actor(), secondPerson, by.reason(), detail, result));
            return result;
        });
        wakeUps.signal(Set.of(found.get().lane()));
        return result(said);
    }

    private static Result result(String said) {
        return switch (said) {
            case "healed" -> new Result.AlreadyHealed();
            case "overtaken" -> new Result.Refused(Refusal.OVERTAKEN);
            case "unknown" -> new Result.Refused(Refusal.OUTCOME_UNKNOWN);
            case "replaying" -> new Result.Refused(Refusal.REPLAYING);
            case "discarded" -> new Result.Refused(Refusal.DISCARDED);
            case "gone" -> new Result.Refused(Refusal.GONE);
            default -> new Result.Done();
        };
    }

    /** A discarded delivery is settled: whoever follows its lane hears of it in the same transaction. */
    private void tellListeners(DeadLetter letter, String code) {
        byte[] body = letter.body();
        Settlement settlement = new Settlement(
                letter.lane(),
                letter.deliveryId(),
                letter.kind(),
                letter.key(),
                body == null ? new byte[0] : body,
                Outcome.DISCARD,
                code,
                letter.message(),
                true,
                null,
                null,
                clock.instant());
        listeners
                .orderedStream()
                .filter(listener -> listener.lane().equals(letter.lane()))
                .forEach(listener -> RowScope.system().run(() -> listener.settled(List.of(settlement))));
    }
}
