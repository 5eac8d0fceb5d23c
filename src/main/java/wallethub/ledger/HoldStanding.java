package wallethub.ledger;

import java.time.Instant;
import wallethub.id.HoldId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * A hold as it stands.
 *
 * @param amount what was promised
 * @param captured what was spent of it
 * @param open what it holds still
 */
public record HoldStanding(
        HoldId id,
        WalletId wallet,
        Money amount,
        Money captured,
        Money open,
        HoldOutcome.State state,
        Instant expiresAt) {

    /** An open hold whose time has come cannot be captured any more, whether it was given back yet or not. */
    public HoldOutcome.State stateAt(Instant now) {
        return state == HoldOutcome.State.OPEN && !expiresAt.isAfter(now) ? HoldOutcome.State.EXPIRED : state;
    }
}
