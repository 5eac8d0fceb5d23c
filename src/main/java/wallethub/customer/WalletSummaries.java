package wallethub.customer;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.ledger.Ledger;
import wallethub.setting.Settings;

/** The summaries of wallets, for other packages to read; one statement each. */
@Component
public class WalletSummaries {

    private final Ledger ledger;
    private final Settings settings;
    private final WalletThresholdGroup thresholds;

    WalletSummaries(Ledger ledger, Settings settings, WalletThresholdGroup thresholds) {
        this.ledger = ledger;
        this.settings = settings;
        this.thresholds = thresholds;
    }

    public Optional<WalletSummary> find(CustomerId customer) {
        return ledger.findByCustomer(customer)
                .map(wallet -> WalletSummary.of(
                        wallet,
                        settings.current(thresholds)
                                .minimumBalance(wallet.balance().currency())));
    }
}
