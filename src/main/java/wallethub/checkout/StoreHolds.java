package wallethub.checkout;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.id.HoldId;
import wallethub.ledger.HoldStanding;
import wallethub.ledger.Ledger;

/** The holds of the store that asks. */
@Component
class StoreHolds {

    private final StoreHoldStore holds;
    private final Ledger ledger;
    private final Clock clock;

    StoreHolds(StoreHoldStore holds, Ledger ledger, Clock clock) {
        this.holds = holds;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Another store's is not there. */
    Optional<StoreHold> find(String id, Caller caller) {
        return HoldId.isValid(id) ? holds.find(new HoldId(id), caller.store()) : Optional.empty();
    }

    /** As it stands by now. */
    HoldView shown(StoreHold hold) {
        HoldStanding standing = ledger.find(hold.id())
                .orElseThrow(() -> new IllegalStateException("the ledger has no hold " + hold.id()));
        return HoldView.of(hold, standing, holds.captures(hold.id()), clock.instant());
    }

    /** To the microsecond, as the database keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
