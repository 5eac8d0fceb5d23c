package wallethub.customer;

import java.util.List;
import wallethub.ledger.Wallet;
import wallethub.money.Money;

/** The small block of a wallet that a portal shows on every page. */
public record WalletSummary(
        Money balance, Money available, String currency, boolean inDebt, boolean frozen, List<WalletAlert> alerts) {

    public WalletSummary {
        alerts = List.copyOf(alerts);
    }

    static WalletSummary of(Wallet wallet, Money minimum) {
        return new WalletSummary(
                wallet.balance(),
                wallet.available(),
                wallet.balance().currencyCode(),
                wallet.inDebt(),
                wallet.frozen(),
                WalletAlert.of(wallet, minimum));
    }
}
