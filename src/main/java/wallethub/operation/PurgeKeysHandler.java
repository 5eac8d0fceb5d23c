package wallethub.operation;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;

/** Drops idempotency keys that are older than they are kept; a schedule calls it. */
@Component
class PurgeKeysHandler implements TransactionHandler<PurgeKeysHandler.PurgeKeys, PurgeKeysHandler.Purged> {

    // Short transactions: the next run takes the rest.
    private static final int MOST = 10_000;

    private final OperationKeys keys;

    PurgeKeysHandler(OperationKeys keys) {
        this.keys = keys;
    }

    record PurgeKeys() {}

    record Purged(int count) {}

    @Override
    public String name() {
        return "purge-keys";
    }

    @Override
    public Class<PurgeKeys> command() {
        return PurgeKeys.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("operations-purge-keys");
    }

    @Override
    public Purged handle(PurgeKeys command, Caller caller) {
        return new Purged(keys.purge(MOST));
    }

    @Override
    public Answer answer(Purged purged) {
        return Answer.ok(purged);
    }
}
