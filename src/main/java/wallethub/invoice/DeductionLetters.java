package wallethub.invoice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.InvoiceId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.lane.Door;
import wallethub.lane.Letter;

/**
 * Puts the wallets whose invoices want a look into lane {@code deductions}, in the transaction that made it so.
 * Credits are there by themselves: the lane's mapping subscribes to their events.
 */
@Component
class DeductionLetters {

    static final String LANE = "deductions";
    static final String MAPPING = "hub.deduction";
    private static final Logger log = LoggerFactory.getLogger(DeductionLetters.class);

    private final Door door;

    DeductionLetters(Door door) {
        this.door = door;
    }

    /** The invoice is new, or has this version now; its wallet is locked. */
    void changed(WalletId wallet, InvoiceId invoice, Instant version) {
        store(wallet, wallet.text(), invoice + "/" + version + "/" + wallet);
    }

    /** It has the invoices of this customer now; its wallet is locked. */
    void merged(WalletId wallet, CustomerId customer, Instant at) {
        store(wallet, wallet.text(), customer + "/" + at);
    }

    /** The run that ended with this invoice was full; its wallet is locked. */
    void more(WalletId wallet, Payable last) {
        store(wallet, wallet.text(), last.id() + "/after/" + last.nextAttempt());
    }

    /**
     * The ERP has a payment of what it has cancelled. The key is the transfer, which no other transaction has: a
     * settle of several wallets waits for nobody.
     */
    void confirmed(WalletId wallet, TransferId payment) {
        store(wallet, payment.text(), payment.text());
    }

    /** A hold gave money back; its wallet is locked. */
    void freed(WalletId wallet) {
        store(wallet, wallet.text(), "freed/" + EventId.next());
    }

    /**
     * The schedule found that the wallet can pay; a key of its own, because nobody holds the lock of its wallet here.
     */
    void swept(WalletId wallet, Instant at) {
        store(wallet, "sweep/" + wallet, "sweep/" + wallet + "/" + at);
    }

    private void store(WalletId wallet, String key, String idempotencyKey) {
        Letter letter = new Letter(
                LANE,
                key,
                idempotencyKey,
                MAPPING,
                "{\"walletId\":\"%s\"}".formatted(wallet).getBytes(StandardCharsets.UTF_8),
                Map.of(),
                wallet.text(),
                null);
        if (door.acceptInTransaction(letter) == Door.Acceptance.DISABLED) {
            log.atWarn().addKeyValue("walletId", wallet).log("no look at its invoices: the mapping is off");
        }
    }
}
