package wallethub.invoice;

import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.ledger.AvailableMove;
import wallethub.ledger.AvailableWatch;
import wallethub.ledger.Ledger;
import wallethub.ledger.Wallet;
import wallethub.setting.Settings;

/**
 * Money that a hold gave back, by its release, its end or a capture of less: no event tells of it, and it may pay an invoice
 * that waits. Of what is posted the events tell, so a posting costs nothing here.
 */
@Component
class FreedMoney implements AvailableWatch {

    private final Ledger ledger;
    private final DeductionStore store;
    private final DeductionLetters letters;
    private final Settings settings;
    private final DeductionGroup rules;

    FreedMoney(Ledger ledger, DeductionStore store, DeductionLetters letters, Settings settings, DeductionGroup rules) {
        this.ledger = ledger;
        this.store = store;
        this.letters = letters;
        this.settings = settings;
        this.rules = rules;
    }

    @Override
    public void moved(List<AvailableMove> moves) {
        List<WalletId> freed = moves.stream()
                .filter(move -> move.mayHaveFreed() && move.after().isPositive())
                .map(AvailableMove::wallet)
                .toList();
        if (!freed.isEmpty() && settings.current(rules).extent() != DeductionRules.Extent.OFF) {
            look(ledger.find(freed));
        }
    }

    private void look(List<Wallet> wallets) {
        Set<CustomerId> owing =
                store.withOpenInvoices(wallets.stream().map(Wallet::customer).toList());
        wallets.stream()
                .filter(wallet -> !wallet.frozen() && owing.contains(wallet.customer()))
                .forEach(wallet -> letters.freed(wallet.id()));
    }
}
