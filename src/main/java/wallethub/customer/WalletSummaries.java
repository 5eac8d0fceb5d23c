package wallethub.customer;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.ledger.Ledger;

/** The summaries of wallets, for other packages to read; one statement each. */
@Component
public class WalletSummaries {

    private final Ledger ledger;
    private final CustomerSettings settings;

    WalletSummaries(Ledger ledger, CustomerSettings settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    public Optional<WalletSummary> find(CustomerId customer) {
        return ledger.findByCustomer(customer)
                .map(wallet -> WalletSummary.of(
                        wallet, settings.minimumBalance(wallet.balance().currency())));
    }
}
