package wallethub.customer;

import wallethub.id.WalletId;
import wallethub.ledger.Wallet;
import wallethub.money.Money;

/** The caller's wallet, or that there is none. */
sealed interface WalletOutcome {

    record Found(Wallet wallet) implements WalletOutcome {}

    record NoWallet() implements WalletOutcome {}

    /** The document of the API. */
    record View(
            WalletId id,
            Money balance,
            Money held,
            Money available,
            String currency,
            boolean inDebt,
            boolean frozen,
            Erp erp) {

        /** The balance by what the ERP has of it. */
        record Erp(Money confirmed, Money inFlight, Money refused) {}

        static View of(Wallet wallet) {
            return new View(
                    wallet.id(),
                    wallet.balance(),
                    wallet.held(),
                    wallet.available(),
                    wallet.balance().currencyCode(),
                    wallet.inDebt(),
                    wallet.frozen(),
                    new Erp(wallet.erpConfirmed(), wallet.inFlight(), wallet.refused()));
        }
    }
}
