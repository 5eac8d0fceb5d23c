package wallethub.ledger;

import java.time.Instant;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** What became of giving a refused payment back; everything but {@link TakenBack} changed nothing. */
public sealed interface TakeBackOutcome {

    /** @param amount what the wallet got back, positive */
    record TakenBack(
            TransferId reversal,
            WalletId wallet,
            long entryNumber,
            Money amount,
            Money balanceAfter,
            Instant recordedAt)
            implements TakeBackOutcome {}

    record AlreadyTakenBack(TransferId reversal) implements TakeBackOutcome {}

    /** Refused, and not a payment: the money came in, or went out elsewhere. */
    record Stands() implements TakeBackOutcome {}

    /** On its way to the ERP, or there by now. */
    record NotRefused() implements TakeBackOutcome {}

    record UnknownTransfer() implements TakeBackOutcome {}
}
