package wallethub.ledger;

import java.time.Instant;
import wallethub.id.TransferId;
import wallethub.money.Money;

/**
 * What became of a transfer; everything but {@link Posted} changed nothing.
 *
 * <p>Refusals are looked for in this order: unknown wallet, key, currency, freeze, funds.
 */
public sealed interface PostOutcome {

    /**
     * @param entryNumber the wallet's own number, gapless from 1
     * @param availableAfter what can be spent from now on; negative in debt
     */
    record Posted(TransferId id, long entryNumber, Money balanceAfter, Money availableAfter, Instant recordedAt)
            implements PostOutcome {}

    /** Same business key, same content: a retry, not an error. {@code balanceAfter} is the first answer's. */
    record AlreadyPosted(TransferId id, long entryNumber, Money balanceAfter) implements PostOutcome {}

    /** Same business key, other content; {@code id} is the transfer that has it. */
    record KeyReused(TransferId id) implements PostOutcome {}

    /** @param available what could be spent; negative in debt */
    record InsufficientFunds(Money available) implements PostOutcome {}

    record CurrencyMismatch(String walletCurrency) implements PostOutcome {}

    record WalletFrozen() implements PostOutcome {}

    record UnknownWallet() implements PostOutcome {}
}
