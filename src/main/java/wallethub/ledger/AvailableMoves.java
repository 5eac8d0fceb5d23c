package wallethub.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wallethub.database.RowScope;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * What one transaction has done to what wallets can spend, kept in memory until its commit: a payment costs no statement more,
 * unless a watch has something to write.
 */
final class AvailableMoves implements TransactionSynchronization {

    private final Ledger ledger;
    private final Function<Collection<WalletId>, Map<WalletId, Money>> read;
    private final List<AvailableWatch> watches;
    // By wallet, as everything that is done to several.
    private final Map<String, AvailableChange> changes = new TreeMap<>();

    private AvailableMoves(
            Ledger ledger, Function<Collection<WalletId>, Map<WalletId, Money>> read, List<AvailableWatch> watches) {
        this.ledger = ledger;
        this.read = read;
        this.watches = watches;
    }

    /** Those of the current transaction; another transaction inside it has its own. */
    static AvailableMoves of(
            Ledger ledger, Function<Collection<WalletId>, Map<WalletId, Money>> read, List<AvailableWatch> watches) {
        for (TransactionSynchronization known : TransactionSynchronizationManager.getSynchronizations()) {
            if (known instanceof AvailableMoves moves && moves.ledger.equals(ledger)) {
                return moves;
            }
        }
        AvailableMoves moves = new AvailableMoves(ledger, read, watches);
        TransactionSynchronizationManager.registerSynchronization(moves);
        return moves;
    }

    void add(AvailableChange change) {
        changes.merge(change.wallet().text(), change, AvailableChange::then);
    }

    @Override
    public void beforeCommit(boolean readOnly) {
        if (!changes.isEmpty()) {
            // The hub's own work, whoever's transaction it is: a commit comes when the caller's scope may be over.
            RowScope.system().run(this::tell);
        }
    }

    private void tell() {
        List<AvailableMove> moves = moves();
        changes.clear();
        watches.forEach(watch -> watch.moved(moves));
    }

    private List<AvailableMove> moves() {
        Map<WalletId, Money> unsaid = read(changes.values().stream()
                .filter(change -> change.after() == null)
                .map(AvailableChange::wallet)
                .toList());
        List<AvailableMove> moves = new ArrayList<>();
        for (AvailableChange change : changes.values()) {
            Money after = change.after() == null ? unsaid.get(change.wallet()) : change.after();
            if (after == null) {
                throw new IllegalStateException("wallet " + change.wallet() + " was changed and is not there");
            }
            moves.add(change.move(after));
        }
        return List.copyOf(moves);
    }

    private Map<WalletId, Money> read(List<WalletId> wallets) {
        return wallets.isEmpty() ? Map.of() : read.apply(wallets);
    }
}
