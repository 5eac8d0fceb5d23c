package wallethub.books;

import java.time.Instant;
import wallethub.id.TransferId;

/**
 * Told of each payment that the ERP refused for good, once, in the transaction that gives it back and under its
 * wallet's lock: what the payment was for is not paid. Implemented by whoever makes payments.
 */
public interface TakenBackListener {

    /**
     * @param payment it may be somebody else's
     * @param code what the ERP refused it with
     */
    void takenBack(TransferId payment, TransferId reversal, String code, Instant at);
}
