package wallethub.ledger;

import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * A wallet as it stands. {@code balance = erpConfirmed + inFlight + refused}, always.
 *
 * @param held the sum of its open holds
 * @param floor what available may not fall below
 * @param lastEntryNumber the number of its latest entry, 0 for none
 */
public record Wallet(
        WalletId id,
        CustomerId customer,
        Money balance,
        Money held,
        Money floor,
        boolean inDebt,
        boolean frozen,
        Money erpConfirmed,
        Money inFlight,
        Money refused,
        long lastEntryNumber) {

    /** What may be spent. */
    public Money available() {
        return balance.minus(held).minus(floor);
    }
}
