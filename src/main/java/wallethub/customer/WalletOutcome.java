package wallethub.customer;

import java.util.List;
import wallethub.id.WalletId;
import wallethub.ledger.Wallet;
import wallethub.money.Money;

/** The caller's wallet, or that there is none. */
sealed interface WalletOutcome {

    record Found(Wallet wallet, Money minimum) implements WalletOutcome {}

    record NoWallet() implements WalletOutcome {}

    /** The document of the API. */
    record View(
            WalletId id,
            Money balance,
            Money held,
            Money available,
            String currency,
            Money minimumBalance,
            boolean inDebt,
            boolean frozen,
            Erp erp,
            List<WalletAlert> alerts) {

        /** The balance by what the ERP has of it. */
        record Erp(Money confirmed, Money inFlight, Money refused) {}

        static View of(Wallet wallet, Money minimum) {
            return new View(
                    wallet.id(),
                    wallet.balance(),
                    wallet.held(),
                    wallet.available(),
                    wallet.balance().currencyCode(),
                    minimum,
                    wallet.inDebt(),
                    wallet.frozen(),
                    new Erp(wallet.erpConfirmed(), wallet.inFlight(), wallet.refused()),
                    WalletAlert.of(wallet, minimum));
        }
    }
}
