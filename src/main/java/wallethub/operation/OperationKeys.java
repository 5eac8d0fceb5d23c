package wallethub.operation;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/** The rules of Idempotency-Key: one running request at a time, the first answer again, never for another request. */
@Component
class OperationKeys {

    private final OperationKeyStore store;
    private final OperationSettings settings;
    private final Clock clock;

    OperationKeys(OperationKeyStore store, OperationSettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Takes the key for this transaction.
     *
     * @throws ProblemException when another request holds it, or it was used for something else
     */
    Optional<KeyState> take(Keyed keyed) {
        if (!store.tryLock(keyed.key())) {
            throw inProgress();
        }
        Optional<KeyState> known = store.find(keyed.key());
        if (known.isPresent() && !MessageDigest.isEqual(known.get().fingerprint(), keyed.fingerprint())) {
            throw new ProblemException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED, "the Idempotency-Key was used for another request");
        }
        return known;
    }

    static HttpReply replay(KeyState.Done done) {
        return new HttpReply(done.status(), done.headers(), done.body()).with("Idempotency-Replayed", "true");
    }

    void keep(Keyed keyed, Answer answer) {
        store.insertDone(keyed.key(), keyed.fingerprint(), keyed.form().apply(answer), clock.instant());
    }

    /** Starts calling out; returns the lease, which is also the proof of holding it. */
    Instant lease(Keyed keyed, String prepared) {
        Instant until = leaseEnd();
        store.insertRunning(keyed.key(), keyed.fingerprint(), prepared, until, clock.instant());
        return until;
    }

    /** Takes over from a request that did not come back; refused while its lease runs. */
    Instant takeOver(Keyed keyed, KeyState.Running running) {
        Instant until = leaseEnd();
        if (running.leaseUntil().isAfter(clock.instant())
                || !store.moveLease(keyed.key(), running.leaseUntil(), until)) {
            throw inProgress();
        }
        return until;
    }

    /** Lets the next request with the key resume at once. */
    void release(Keyed keyed, Instant lease) {
        store.moveLease(keyed.key(), lease, now());
    }

    /** Ends the calling out with its answer; a lost lease rolls everything back. */
    void finish(Keyed keyed, Instant lease, Answer answer) {
        boolean held = switch (answer) {
            case Answer.Document document ->
                store.finish(keyed.key(), lease, keyed.form().apply(document));
            case Answer.Refusal refusal ->
                refusal.code().retryable()
                        ? store.moveLease(keyed.key(), lease, now())
                        : store.forget(keyed.key(), lease);
            case Answer.Settled settled -> store.forget(keyed.key(), lease);
        };
        if (!held) {
            throw inProgress();
        }
    }

    int purge(int most) {
        return store.purge(clock.instant().minus(settings.keyRetention()), most);
    }

    private Instant leaseEnd() {
        return now().plus(settings.callLease());
    }

    // What the database keeps: microseconds.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static ProblemException inProgress() {
        return new ProblemException(
                ErrorCode.IDEMPOTENCY_IN_PROGRESS, "the first request with this Idempotency-Key is still running");
    }
}
