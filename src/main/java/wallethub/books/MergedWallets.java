package wallethub.books;

import java.time.Instant;
import org.springframework.stereotype.Component;
import wallethub.customer.Customers;
import wallethub.id.CustomerId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.ledger.Ledger;
import wallethub.ledger.Transfer;
import wallethub.ledger.Wallet;

/**
 * Tells finance of money that is given back into the wallet of a customer who was merged into another: a payment goes back where it came
 * from, but nobody looks there any more until the wallets are merged, or merged once more.
 */
@Component
public class MergedWallets implements TakenBackListener {

    private final Ledger ledger;
    private final Customers customers;
    private final BookTasks tasks;

    MergedWallets(Ledger ledger, Customers customers, BookTasks tasks) {
        this.ledger = ledger;
        this.customers = customers;
        this.tasks = tasks;
    }

    @Override
    public void takenBack(TransferId payment, TransferId reversal, String code, Instant at) {
        ledger.find(reversal).map(Transfer::wallet).ifPresent(wallet -> credited(wallet, reversal));
    }

    /** In the transaction of the credit. */
    public void credited(WalletId wallet, TransferId credit) {
        ledger.find(wallet)
                .map(Wallet::customer)
                .filter(this::isMerged)
                .ifPresent(customer -> tasks.raise(
                        BookTasks.Kind.MERGED_WALLET_CREDITED,
                        credit,
                        "CUSTOMER_MERGED",
                        "the wallet's customer was merged into another: its money has to follow"));
    }

    private boolean isMerged(CustomerId customer) {
        return customers
                .find(customer)
                .filter(found -> !found.id().equals(customer))
                .isPresent();
    }
}
