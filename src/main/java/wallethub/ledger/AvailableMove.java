package wallethub.ledger;

import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * What a transaction made of what a wallet can spend. Of what was before there are two bounds, which are apart only where holds
 * ended: how much they gave back is known to a bound only.
 *
 * @param leastBefore what could be spent when the transaction began to move it, or less
 * @param mostBefore the same, or more
 * @param after what can be spent now
 */
public record AvailableMove(WalletId wallet, Money leastBefore, Money mostBefore, Money after) {

    /** Whether a hold that ended may have given money back in it. */
    public boolean mayHaveFreed() {
        return !leastBefore.equals(mostBefore);
    }
}
