package wallethub.customer;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * Alerts that other packages raise and clear, in the transaction that makes them true. An alert that stands is not raised
 * again, and one that does not stand is not cleared: whoever says it twice says it once. Those about the balance are the
 * ledger's moves' own.
 */
@Component
public class WalletAlerts {

    private final AlertStore store;
    private final AlertBook book;

    WalletAlerts(AlertStore store, AlertBook book) {
        this.store = store;
        this.book = book;
    }

    /**
     * An invoice could not be paid from the wallet. Stands until {@link #clearIfOver}.
     *
     * @param missing what the wallet lacked, positive
     * @param invoice which it is about; the first one, while the alert stands
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void deductionFailed(WalletId wallet, CustomerId customer, Money missing, String invoice) {
        book.raise(Alert.raised(AlertKind.DEDUCTION_FAILED, wallet, customer, missing, null, invoice, book.now()));
    }

    /**
     * A payment waits for finance. Stands until {@link #clearIfOver}.
     *
     * @param expected what was asked for, positive
     * @param recharge which it is about; the first one, while the alert stands
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void paymentParked(WalletId wallet, CustomerId customer, Money expected, String recharge) {
        book.raise(Alert.raised(AlertKind.PAYMENT_PARKED, wallet, customer, expected, null, recharge, book.now()));
    }

    /**
     * Clears the open alert of that kind when its reason is gone.
     *
     * @param isOver asked while the open alert is locked: whoever raises it at the same moment waits, or is seen; not asked at
     *     all when none is open
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void clearIfOver(WalletId wallet, AlertKind kind, BooleanSupplier isOver) {
        AlertStore.Subject subject = new AlertStore.Subject(wallet, kind);
        if (store.lockOpen(subject) && isOver.getAsBoolean()) {
            book.clear(List.of(subject));
        }
    }

    /** All of a wallet that is nobody's any more: its customer is erased, or was merged into another. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void clearAll(WalletId wallet) {
        book.clear(Stream.of(AlertKind.values())
                .map(kind -> new AlertStore.Subject(wallet, kind))
                .toList());
    }
}
