package wallethub.ledger;

import java.time.Instant;
import wallethub.id.TransferId;

/**
 * What the ERP said of a transfer.
 *
 * @param erpNumber the ERP's own number of the document; empty when it gave none
 */
record Posting(TransferId transfer, State state, String erpNumber, Instant settledAt) {

    enum State {
        CONFIRMED,
        REFUSED
    }
}
