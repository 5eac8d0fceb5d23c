package wallethub.ledger;

import org.jspecify.annotations.Nullable;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * One change of what a wallet can spend.
 *
 * @param least what it gained at least, negative when it lost
 * @param most what it gained at most
 * @param after null where the database did not say
 */
record AvailableChange(
        WalletId wallet, Money least, Money most, @Nullable Money after) {

    static AvailableChange exactly(WalletId wallet, Money gained, Money after) {
        return new AvailableChange(wallet, gained, gained, after);
    }

    /** Nothing, or up to all of it. */
    static AvailableChange upTo(WalletId wallet, Money gained, @Nullable Money after) {
        return new AvailableChange(wallet, Money.zero(gained.currency()), gained, after);
    }

    /** The two as one change. */
    AvailableChange then(AvailableChange later) {
        return new AvailableChange(wallet, least.plus(later.least), most.plus(later.most), later.after);
    }

    AvailableMove move(Money now) {
        return new AvailableMove(wallet, now.minus(most), now.minus(least), now);
    }
}
