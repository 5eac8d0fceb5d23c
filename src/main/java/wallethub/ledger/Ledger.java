package wallethub.ledger;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.function.SingletonSupplier;
import wallethub.id.CustomerId;
import wallethub.id.HoldId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

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
    private final HoldStore holds;
    // Asked for late: a watch may itself read the ledger.
    private final SingletonSupplier<List<AvailableWatch>> watches;
    private final Clock clock;

    @Autowired
    Ledger(JdbcClient jdbc, Clock clock, ObjectProvider<AvailableWatch> watches) {
        this(jdbc, clock, SingletonSupplier.of(() -> watches.orderedStream().toList()));
    }

    /** That nobody watches. */
    public Ledger(JdbcClient jdbc, Clock clock) {
        this(jdbc, clock, SingletonSupplier.of(List.of()));
    }

    private Ledger(JdbcClient jdbc, Clock clock, SingletonSupplier<List<AvailableWatch>> watches) {
        this.store = new LedgerStore(jdbc);
        this.holds = new HoldStore(jdbc);
        this.watches = watches;
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
        PostOutcome outcome = store.post(transfer, now());
        noteAll(List.of(transfer), List.of(outcome));
        return outcome;
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
        if (transfers.isEmpty()) {
            return List.of();
        }
        List<PostOutcome> outcomes = List.copyOf(store.post(transfers, now()));
        noteAll(transfers, outcomes);
        return outcomes;
    }

    /**
     * Gives a payment back that the ERP refused for good: its exact opposite, once, and neither is in flight to the ERP ever
     * again. Credits are not given back; they stand.
     *
     * @param reversal the id of the transfer that it posts
     */
    public TakeBackOutcome takeBack(TransferId refused, TransferId reversal) {
        needTransaction();
        TakeBackOutcome outcome = store.takeBack(refused, reversal, now());
        if (outcome instanceof TakeBackOutcome.TakenBack back) {
            note(List.of(new AvailableChange(back.wallet(), back.amount(), back.amount(), null)));
        }
        return outcome;
    }

    /** Why the money of a transfer moved. */
    public Optional<TransferKind> kindOf(TransferId transfer) {
        return store.kindOf(transfer);
    }

    /** Whether the ERP has the payment and nothing has given it back: from then on the hub never does so by itself. */
    public boolean stands(TransferId payment) {
        return store.stands(payment);
    }

    /** Which of the payments the ERP has and nothing has given back. */
    public Set<TransferId> standing(Collection<TransferId> payments) {
        return payments.isEmpty() ? Set.of() : store.standing(payments);
    }

    /** Locks wallets in id order, for a transaction that will post to them in several turns. */
    public void lock(Collection<WalletId> wallets) {
        needTransaction();
        store.lock(wallets);
    }

    public boolean exists(TransferId transfer) {
        return store.exists(transfer);
    }

    /** The ERP's number of an entry that was born there; one that has a number keeps it. */
    public void number(TransferId transfer, String erpNumber) {
        needTransaction();
        store.number(transfer, erpNumber);
    }

    public Optional<Transfer> find(TransferId transfer) {
        return store.find(transfer);
    }

    public Optional<Wallet> find(WalletId wallet) {
        return store.find(wallet);
    }

    /** By id; those that there are. */
    public List<Wallet> find(Collection<WalletId> wallets) {
        return wallets.isEmpty() ? List.of() : store.find(wallets);
    }

    /**
     * Wallets in id order, a part at a time.
     *
     * @param wallet the id that they are behind; empty for the first ones
     */
    public List<Wallet> behind(String wallet, int limit) {
        return store.behind(wallet, limit);
    }

    public Optional<Wallet> findByCustomer(CustomerId customer) {
        return store.findByCustomer(customer);
    }

    /**
     * Promises money: it stays in the balance and is no longer available. A new hold that has expired already is an
     * exception of the database.
     */
    public HoldOutcome.Place place(Hold hold) {
        needTransaction();
        HoldOutcome.Place outcome = holds.place(hold, now());
        if (outcome instanceof HoldOutcome.Placed placed) {
            note(List.of(AvailableChange.exactly(hold.wallet(), hold.amount().negated(), placed.available())));
        }
        return outcome;
    }

    /**
     * Spends a hold. What was promised when there was enough is honoured in debt too, because it leaves no less
     * available; a frozen wallet refuses it, as all spending.
     */
    public HoldOutcome.Captured capture(Capture capture) {
        needTransaction();
        return noted(holds.capture(capture, now()));
    }

    /** A hold as it stands; one whose time has come is open until it is expired. */
    public Optional<HoldStanding> find(HoldId hold) {
        return holds.find(hold);
    }

    /** Gives what is still held back to its wallet. */
    public HoldOutcome.Release release(HoldId hold) {
        needTransaction();
        return noted(holds.release(hold, now()));
    }

    /** Gives back what up to {@code limit} expired holds still hold, the oldest first; says how many there were. */
    public int expireHolds(int limit) {
        needTransaction();
        if (limit < 1 || limit > BATCH_MAX) {
            throw new IllegalArgumentException("between 1 and " + BATCH_MAX + " holds expire at once, not " + limit);
        }
        Instant now = now();
        List<HoldStore.Due> due = holds.due(limit, now);
        if (due.isEmpty()) {
            return 0;
        }
        int expired = holds.expire(due, now);
        note(due.stream()
                .map(hold -> AvailableChange.upTo(hold.wallet(), hold.open(), null))
                .toList());
        return expired;
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

    private void noteAll(List<Transfer> transfers, List<PostOutcome> outcomes) {
        List<AvailableChange> changes = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof PostOutcome.Posted posted) {
                Transfer transfer = transfers.get(i);
                changes.add(AvailableChange.exactly(transfer.wallet(), transfer.amount(), posted.availableAfter()));
            }
        }
        note(changes);
    }

    private <T> T noted(HoldStore.Done<T> done) {
        note(done.changes());
        return done.outcome();
    }

    private void note(List<AvailableChange> changes) {
        List<AvailableWatch> watching = watches.obtain();
        if (!changes.isEmpty() && !watching.isEmpty()) {
            changes.forEach(AvailableMoves.of(this, this::available, watching)::add);
        }
    }

    private Map<WalletId, Money> available(Collection<WalletId> wallets) {
        return store.find(wallets).stream().collect(Collectors.toMap(Wallet::id, Wallet::available));
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
