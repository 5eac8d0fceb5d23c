package wallethub.customer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import wallethub.id.WalletId;
import wallethub.ledger.AvailableMove;
import wallethub.ledger.AvailableWatch;
import wallethub.ledger.Ledger;
import wallethub.ledger.Wallet;
import wallethub.money.Money;
import wallethub.setting.Settings;

/**
 * Alerts about what can be spent: raised and cleared in the transaction that moves a wallet across a bound, whatever moved it.
 * A movement between the bounds costs no statement.
 */
@Component
class BalanceAlerts implements AvailableWatch {

    // Each has its wallet locked until the end of the transaction.
    private static final int AT_ONCE = 1_000;

    private final Ledger ledger;
    private final AlertStore store;
    private final AlertBook book;
    private final Settings settings;
    private final WalletThresholdGroup group;

    BalanceAlerts(Ledger ledger, AlertStore store, AlertBook book, Settings settings, WalletThresholdGroup group) {
        this.ledger = ledger;
        this.store = store;
        this.book = book;
        this.settings = settings;
        this.group = group;
    }

    @Override
    public void moved(List<AvailableMove> moves) {
        WalletThresholds thresholds = settings.current(group);
        List<AlertStore.Subject> raise = new ArrayList<>();
        List<AlertStore.Subject> clear = new ArrayList<>();
        for (AvailableMove move : moves) {
            for (BalanceBound bound : thresholds.bounds(move.after().currency())) {
                if (bound.isRaisedBy(move)) {
                    raise.add(new AlertStore.Subject(move.wallet(), bound.kind()));
                } else if (bound.isEndedBy(move)) {
                    clear.add(new AlertStore.Subject(move.wallet(), bound.kind()));
                }
            }
        }
        write(raise, clear, thresholds);
    }

    /**
     * Brings the alerts of wallets, which did not move, to the thresholds that are in force now. A wallet that never had money
     * is not low.
     *
     * @param wallets in id order
     * @return the last one that was looked at: when many are wrong, the others wait for the next time
     */
    WalletId bringUpToDate(List<Wallet> wallets) {
        WalletThresholds thresholds = settings.current(group);
        List<WalletId> suspects = wrong(wallets, thresholds)
                .map(AlertStore.Subject::wallet)
                .distinct()
                .limit(AT_ONCE)
                .toList();
        if (!suspects.isEmpty()) {
            bringUpToDate(suspects, thresholds);
        }
        return suspects.size() < AT_ONCE ? wallets.getLast().id() : suspects.getLast();
    }

    /** What was read without a lock may have moved; under it, nothing does. */
    private void bringUpToDate(List<WalletId> suspects, WalletThresholds thresholds) {
        ledger.lock(suspects);
        List<Wallet> locked = ledger.find(suspects);
        Set<AlertStore.Subject> open = open(locked);
        Map<Boolean, List<AlertStore.Subject>> wrong =
                wrong(locked, open, thresholds).collect(Collectors.partitioningBy(open::contains));
        write(wrong.getOrDefault(false, List.of()), wrong.getOrDefault(true, List.of()), thresholds);
    }

    private Stream<AlertStore.Subject> wrong(List<Wallet> wallets, WalletThresholds thresholds) {
        return wrong(wallets, open(wallets), thresholds);
    }

    private Set<AlertStore.Subject> open(List<Wallet> wallets) {
        return Set.copyOf(
                store.openAboutBalance(wallets.stream().map(Wallet::id).toList()));
    }

    /** Those that are open and should not be, and those that should be and are not. */
    private static Stream<AlertStore.Subject> wrong(
            List<Wallet> wallets, Set<AlertStore.Subject> open, WalletThresholds thresholds) {
        return wallets.stream()
                .filter(wallet -> wallet.lastEntryNumber() > 0)
                .flatMap(wallet -> thresholds.bounds(wallet.balance().currency()).stream()
                        .filter(bound -> open.contains(new AlertStore.Subject(wallet.id(), bound.kind()))
                                ? bound.isOver(wallet.available())
                                : bound.isBelow(wallet.available()))
                        .map(bound -> new AlertStore.Subject(wallet.id(), bound.kind())));
    }

    private void write(List<AlertStore.Subject> raise, List<AlertStore.Subject> clear, WalletThresholds thresholds) {
        if (!raise.isEmpty() || !clear.isEmpty()) {
            book.write(raised(raise, thresholds), clear);
        }
    }

    private List<Alert> raised(List<AlertStore.Subject> subjects, WalletThresholds thresholds) {
        Map<WalletId, Wallet> wallets =
                ledger
                        .find(subjects.stream()
                                .map(AlertStore.Subject::wallet)
                                .distinct()
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(Wallet::id, Function.identity()));
        return subjects.stream()
                .map(subject -> raised(subject.kind(), found(wallets, subject.wallet()), thresholds))
                .toList();
    }

    private static Wallet found(Map<WalletId, Wallet> wallets, WalletId id) {
        Wallet wallet = wallets.get(id);
        if (wallet == null) {
            throw new IllegalStateException("wallet " + id + " was moved and is not there");
        }
        return wallet;
    }

    private Alert raised(AlertKind kind, Wallet wallet, WalletThresholds thresholds) {
        Money minimum = thresholds.minimumBalance(wallet.balance().currency());
        return Alert.raised(
                kind,
                wallet.id(),
                wallet.customer(),
                wallet.available(),
                kind == AlertKind.LOW_BALANCE ? minimum : null,
                null,
                book.now());
    }
}
