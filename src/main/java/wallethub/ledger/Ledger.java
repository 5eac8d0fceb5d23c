package wallethub.ledger;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;

/**
 * The only writer of wallets and their money. Every method that changes something needs the caller's transaction and
 * throws {@link IllegalStateException} without one.
 *
 * <p>Lock order: wallets by id, before anything else that the transaction locks.
 */
@Component
public class Ledger {

    /** More would hold too many wallets for too long. */
    public static final int BATCH_MAX = 500;

    private final LedgerStore store;
    private final Clock clock;

    public Ledger(JdbcClient jdbc, Clock clock) {
        this.store = new LedgerStore(jdbc);
        this.clock = clock;
    }

    /** Opens the customer's wallet; a wallet that is there already is left alone. */
    public void openWallet(WalletId wallet, CustomerId customer, Currency currency) {
        needTransaction();
        store.open(wallet, customer, currency.getCurrencyCode(), now());
    }

    /** One round trip. An amount that no wallet can hold is an exception of the database. */
    public PostOutcome post(Transfer transfer) {
        needTransaction();
        return store.post(transfer, now());
    }

    /**
     * The set-based form, one round trip: outcomes in the order of the transfers, each what {@link #post(Transfer)}
     * would have answered at its turn.
     *
     * @throws org.springframework.dao.ConcurrencyFailureException when a business key is taken by another wallet at the
     *     same moment; the transaction is lost and its items run one by one
     */
    public List<PostOutcome> post(List<Transfer> transfers) {
        needTransaction();
        if (transfers.size() > BATCH_MAX) {
            throw new IllegalArgumentException(
                    "a batch holds at most " + BATCH_MAX + " transfers, not " + transfers.size());
        }
        return transfers.isEmpty() ? List.of() : List.copyOf(store.post(transfers, now()));
    }

    public Optional<Wallet> find(WalletId wallet) {
        return store.find(wallet);
    }

    /** No spending any more; credits go on, and so does what was decided elsewhere. */
    public void freeze(WalletId wallet) {
        setFrozen(wallet, true);
    }

    public void unfreeze(WalletId wallet) {
        setFrozen(wallet, false);
    }

    private void setFrozen(WalletId wallet, boolean frozen) {
        needTransaction();
        if (!store.setFrozen(wallet, frozen)) {
            throw new IllegalStateException("there is no wallet " + wallet);
        }
    }

    // To the microsecond, as the database keeps it: what is answered now equals what is read later.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static void needTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("the ledger is written in the caller's transaction only");
        }
    }
}
