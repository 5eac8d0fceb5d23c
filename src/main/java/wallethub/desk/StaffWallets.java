package wallethub.desk;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.ledger.Ledger;
import wallethub.ledger.Wallet;

/** Wallets with what the desk knows of them. */
@Component
class StaffWallets {

    private final Ledger ledger;
    private final FreezeStore freezes;

    StaffWallets(Ledger ledger, FreezeStore freezes) {
        this.ledger = ledger;
        this.freezes = freezes;
    }

    Optional<StaffWallet> find(WalletId wallet) {
        return ledger.find(wallet).map(this::with);
    }

    Optional<StaffWallet> findByCustomer(CustomerId customer) {
        return ledger.findByCustomer(customer).map(this::with);
    }

    private StaffWallet with(Wallet wallet) {
        return StaffWallet.of(
                wallet, wallet.frozen() ? freezes.current(wallet.id()).orElse(null) : null);
    }
}
