package wallethub.ledger;

import java.time.Instant;
import wallethub.id.HoldId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * Money promised to somebody and not spent yet: it stays in the balance and is not available.
 *
 * @param amount positive
 * @param businessKey unique for ever: the same key with the same wallet and amount is answered {@code AlreadyPlaced}
 * @param expiresAt when it is given back by itself; from then on it cannot be captured
 */
public record Hold(HoldId id, WalletId wallet, Money amount, String businessKey, Instant expiresAt) {

    public Hold {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("a hold cannot be of " + amount);
        }
        if (businessKey.isBlank()) {
            throw new IllegalArgumentException("a hold needs a business key");
        }
    }
}
