package wallethub.ledger;

import java.time.Instant;
import wallethub.id.HoldId;
import wallethub.id.TransferId;
import wallethub.money.Money;

/** What became of a hold's placing, capture or release. */
public sealed interface HoldOutcome {

    /** Of a placing; refusals are looked for in this order: unknown wallet, key, currency, freeze, funds. */
    sealed interface Place extends HoldOutcome {}

    /** Of a capture; in this order: unknown hold, key, closed, expired, amount, then as for a posting. */
    sealed interface Captured extends HoldOutcome {}

    sealed interface Release extends HoldOutcome {}

    /** What a hold is now. */
    enum State {
        OPEN,
        CAPTURED,
        RELEASED,
        EXPIRED
    }

    /** @param available what the wallet can still spend */
    record Placed(HoldId id, Money available) implements Place {}

    /** Same business key, same content: a retry, not an error. */
    record AlreadyPlaced(HoldId id, State state, Money held) implements Place {}

    /** Same business key, other content; {@code id} is the hold that has it. */
    record HoldKeyReused(HoldId id) implements Place {}

    record InsufficientFunds(Money available) implements Place {}

    record UnknownWallet() implements Place {}

    record WalletFrozen() implements Place, Captured {}

    record CurrencyMismatch(String walletCurrency) implements Place, Captured {}

    /**
     * The money moved.
     *
     * @param held what the hold holds still, zero when it is used up or the rest was given back
     */
    record Spent(TransferId transfer, long entryNumber, Money balanceAfter, Money held, Instant recordedAt)
            implements Captured {}

    /** Same business key, same content: a retry, not an error. */
    record AlreadySpent(TransferId transfer, long entryNumber, Money balanceAfter) implements Captured {}

    /** Same business key, other content; {@code transfer} is the one that has it. */
    record TransferKeyReused(TransferId transfer) implements Captured {}

    /** More was asked for than the hold holds. */
    record ExceedsHold(Money held) implements Captured {}

    record HoldExpired() implements Captured {}

    record HoldClosed(State state) implements Captured, Release {}

    record UnknownHold() implements Captured, Release {}

    /** @param givenBack what became available again */
    record Released(Money givenBack) implements Release {}
}
