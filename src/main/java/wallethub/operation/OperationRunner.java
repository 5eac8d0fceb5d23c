package wallethub.operation;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wallethub.access.Caller;
import wallethub.database.RowScope;

/**
 * Runs a handler in one transaction, or in the three steps of one that calls out.
 *
 * <p>Exactly one effect per idempotency key: the key's row and the effect commit together. A refusal of one transaction
 * rolls it back, so that it has changed nothing.
 */
@Component
class OperationRunner {

    private final OperationTransactions transactions;
    private final OperationKeys keys;
    private final int batch;
    private final Map<String, Gathering<?, ?>> gatherings = new ConcurrentHashMap<>();

    OperationRunner(OperationTransactions transactions, OperationKeys keys, OperationSettings settings) {
        this.transactions = transactions;
        this.keys = keys;
        batch = settings.batch();
    }

    <C, O> Ran run(Handler<C, O> handler, C command, Caller caller, @Nullable Keyed keyed) {
        RowScope scope = handler.scope(caller);
        if (handler instanceof BatchHandler<C, O> many && keyed == null && mayGather(scope)) {
            return new Ran.Fresh(gathering(many).run(command, caller));
        }
        return scope.call(() -> switch (handler) {
            case TransactionHandler<C, O> one -> inOneTransaction(one, command, caller, keyed);
            case CallingHandler<C, ?, ?, O> calling -> inThreeSteps(calling, command, caller, keyed);
        });
    }

    /** Who has a transaction already wants the command in it; and what is done together sees the same rows. */
    private static boolean mayGather(RowScope scope) {
        return scope.equals(RowScope.system()) && !TransactionSynchronizationManager.isActualTransactionActive();
    }

    @SuppressWarnings("unchecked") // made for the handler of that name, and names are unique
    private <C, O> Gathering<C, O> gathering(BatchHandler<C, O> handler) {
        return (Gathering<C, O>) gatherings.computeIfAbsent(
                handler.name(), name -> new Gathering<>(handler, transactions, one -> alone(handler, one), batch));
    }

    private <C, O> Answer alone(BatchHandler<C, O> handler, Batched<C> one) {
        return transactions.run(status -> {
            Answer answer = handler.answer(handler.handle(one.command(), one.caller()));
            decided(answer, null, status);
            return answer;
        });
    }

    private <C, O> Ran inOneTransaction(
            TransactionHandler<C, O> handler, C command, Caller caller, @Nullable Keyed keyed) {
        if (handler.readsOneMoment()) {
            return transactions.readOneMoment(status -> new Ran.Fresh(handler.answer(handler.handle(command, caller))));
        }
        Concluded<O> concluded = transactions.run(status -> conclude(handler, command, caller, keyed, status));
        O refused = concluded.refused();
        if (refused != null && handler instanceof WitnessedHandler<C, O> witnessed) {
            transactions.run(status -> {
                witnessed.witness(command, refused, caller);
                return true;
            });
        }
        return concluded.ran();
    }

    /** @param refused the outcome, when it was a refusal and is rolled back */
    private record Concluded<O>(Ran ran, @Nullable O refused) {}

    private <C, O> Concluded<O> conclude(
            TransactionHandler<C, O> handler,
            C command,
            Caller caller,
            @Nullable Keyed keyed,
            TransactionStatus status) {
        Optional<KeyState> known = keyed == null ? Optional.empty() : keys.take(keyed);
        if (known.isPresent()) {
            return switch (known.get()) {
                case KeyState.Done done -> new Concluded<>(new Ran.Replayed(OperationKeys.replay(done)), null);
                case KeyState.Running running ->
                    throw new IllegalStateException(handler.name() + " has a running key but calls nobody");
            };
        }
        O outcome = handler.handle(command, caller);
        Answer answer = handler.answer(outcome);
        return new Concluded<>(decided(answer, keyed, status), answer instanceof Answer.Refusal ? outcome : null);
    }

    private Ran decided(Answer answer, @Nullable Keyed keyed, TransactionStatus status) {
        switch (answer) {
            case Answer.Refusal refusal -> status.setRollbackOnly();
            case Answer.Document document -> {
                if (keyed != null) {
                    keys.keep(keyed, document);
                }
            }
            case Answer.Settled settled -> {
                // A lane keeps the outcome itself, in the settle of its delivery.
            }
        }
        return new Ran.Fresh(answer);
    }

    private <C, P, R, O> Ran inThreeSteps(
            CallingHandler<C, P, R, O> handler, C command, Caller caller, @Nullable Keyed keyed) {
        Begun<P> begun = transactions.run(status -> begin(handler, command, caller, keyed, status));
        return switch (begun) {
            case Begun.Ended<P> ended -> ended.ran();
            case Begun.Going<P> going -> finish(handler, going, caller, keyed);
        };
    }

    private sealed interface Begun<P> {
        record Ended<P>(Ran ran) implements Begun<P> {}

        record Going<P>(P prepared, Instant lease) implements Begun<P> {}
    }

    private <C, P, R, O> Begun<P> begin(
            CallingHandler<C, P, R, O> handler,
            C command,
            Caller caller,
            @Nullable Keyed keyed,
            TransactionStatus status) {
        Optional<KeyState> known = keyed == null ? Optional.empty() : keys.take(keyed);
        if (keyed != null && known.isPresent()) {
            return switch (known.get()) {
                case KeyState.Done done -> new Begun.Ended<>(new Ran.Replayed(OperationKeys.replay(done)));
                case KeyState.Running running ->
                    new Begun.Going<>(
                            OperationJson.own(running.prepared(), handler.prepared()), keys.takeOver(keyed, running));
            };
        }
        return switch (handler.prepare(command, caller)) {
            case CallingHandler.Preparation.Decided<P, O> decided ->
                new Begun.Ended<>(decided(handler.answer(decided.outcome()), keyed, status));
            case CallingHandler.Preparation.Call<P, O> call ->
                new Begun.Going<>(
                        call.prepared(),
                        keyed == null ? Instant.MAX : keys.lease(keyed, OperationJson.text(call.prepared())));
        };
    }

    private <C, P, R, O> Ran finish(
            CallingHandler<C, P, R, O> handler, Begun.Going<P> going, Caller caller, @Nullable Keyed keyed) {
        R result = called(handler, going, keyed);
        return transactions.run(status -> {
            Answer answer = handler.answer(handler.finish(going.prepared(), result, caller));
            if (keyed != null) {
                keys.finish(keyed, going.lease(), answer);
            }
            return new Ran.Fresh(answer);
        });
    }

    private <C, P, R, O> R called(CallingHandler<C, P, R, O> handler, Begun.Going<P> going, @Nullable Keyed keyed) {
        boolean answered = false;
        try {
            R result = handler.call(going.prepared());
            answered = true;
            return result;
        } finally {
            if (!answered && keyed != null) {
                transactions.run(status -> {
                    keys.release(keyed, going.lease());
                    return true;
                });
            }
        }
    }
}
