package wallethub.ledger;

import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;

/** The only writer of wallets and their money. Every method that changes something needs the caller's transaction. */
@Component
public class Ledger {

    /** Opens the customer's wallet; a wallet that is there already is left alone. */
    public void openWallet(WalletId wallet, CustomerId customer, Currency currency) {
        throw new UnsupportedOperationException("to be built: " + wallet + customer + currency);
    }

    /** One round trip. */
    public PostOutcome post(Transfer transfer) {
        throw new UnsupportedOperationException("to be built: " + transfer);
    }

    /** The set-based form, one round trip: outcomes in the order of the transfers; wallets are locked by id. */
    public List<PostOutcome> post(List<Transfer> transfers) {
        throw new UnsupportedOperationException("to be built: " + transfers);
    }

    public Optional<Wallet> find(WalletId wallet) {
        throw new UnsupportedOperationException("to be built: " + wallet);
    }

    public void freeze(WalletId wallet) {
        throw new UnsupportedOperationException("to be built: " + wallet);
    }

    public void unfreeze(WalletId wallet) {
        throw new UnsupportedOperationException("to be built: " + wallet);
    }
}
