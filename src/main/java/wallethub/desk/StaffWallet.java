package wallethub.desk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.StaffId;
import wallethub.id.WalletId;
import wallethub.ledger.Wallet;
import wallethub.money.Money;

/**
 * A wallet as staff see it.
 *
 * @param floor what available may not fall below
 * @param freeze who froze it; absent while it is not frozen, in lists, and where nobody of the staff did
 */
record StaffWallet(
        WalletId id,
        CustomerId customerId,
        String currency,
        Money balance,
        Money held,
        Money available,
        Money floor,
        boolean inDebt,
        boolean frozen,
        @Nullable Freeze freeze,
        Erp erp) {

    /** Who froze it, when and why. */
    record Freeze(StaffId by, Instant at, String reason) {}

    /** The balance by what the ERP has of it. */
    record Erp(Money confirmed, Money inFlight, Money refused) {}

    static StaffWallet of(Wallet wallet, @Nullable Freeze freeze) {
        return new StaffWallet(
                wallet.id(),
                wallet.customer(),
                wallet.balance().currencyCode(),
                wallet.balance(),
                wallet.held(),
                wallet.available(),
                wallet.floor(),
                wallet.inDebt(),
                wallet.frozen(),
                wallet.frozen() ? freeze : null,
                new Erp(wallet.erpConfirmed(), wallet.inFlight(), wallet.refused()));
    }
}
