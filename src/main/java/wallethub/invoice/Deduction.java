package wallethub.invoice;

import java.time.Instant;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * Money that a wallet paid for an invoice.
 *
 * @param amount positive
 */
record Deduction(Payable invoice, TransferId transfer, WalletId wallet, Money amount, Cause cause, Instant madeAt) {

    /** Who wanted it. */
    enum Cause {
        REQUEST("request"),
        AUTOMATIC("automatic");

        private final String wire;

        Cause(String wire) {
            this.wire = wire;
        }

        /** As the event and the database say it. */
        String wire() {
            return wire;
        }
    }
}
