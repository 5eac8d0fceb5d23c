package wallethub.checkout;

import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StoreScope;
import wallethub.ledger.HoldOutcome;
import wallethub.ledger.Ledger;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;

/** Operation {@code release-hold}: what the wallet still keeps for the store is the customer's again; a second time changes nothing. */
@Component
class ReleaseHoldHandler implements StoreOperation<ReleaseHold, StoreHoldOutcome> {

    private static final Logger log = LoggerFactory.getLogger(ReleaseHoldHandler.class);

    private final StoreHolds own;
    private final Ledger ledger;

    ReleaseHoldHandler(StoreHolds own, Ledger ledger) {
        this.own = own;
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "release-hold";
    }

    @Override
    public Class<ReleaseHold> command() {
        return ReleaseHold.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Store(StoreScope.HOLD_RELEASE);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public StoreHoldOutcome handle(ReleaseHold command, Caller caller) {
        Optional<StoreHold> found = own.find(command.id(), caller);
        if (found.isEmpty()) {
            return new StoreHoldOutcome.Missing();
        }
        StoreHold hold = found.get();
        return switch (ledger.release(hold.id())) {
            case HoldOutcome.Released released -> {
                log.atInfo()
                        .addKeyValue("holdId", hold.id())
                        .addKeyValue("storeId", hold.store())
                        .log("hold released by its store");
                yield new StoreHoldOutcome.Shown(own.shown(hold));
            }
            case HoldOutcome.HoldClosed closed -> closed(hold, closed.state());
            case HoldOutcome.UnknownHold never ->
                throw new IllegalStateException("the ledger has no hold " + hold.id());
        };
    }

    private StoreHoldOutcome closed(StoreHold hold, HoldOutcome.State state) {
        return state == HoldOutcome.State.RELEASED
                ? new StoreHoldOutcome.Shown(own.shown(hold))
                : new StoreHoldOutcome.Conflict("released", state.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public Answer answer(StoreHoldOutcome outcome) {
        return outcome.answer();
    }
}
