package wallethub.invoice;

import java.time.Instant;
import org.springframework.stereotype.Component;
import wallethub.books.TakenBackListener;
import wallethub.id.TransferId;

/** Opens an invoice again when the ERP refused its payment for good, in the transaction that gives the payment back. */
@Component
class RefusedDeductions implements TakenBackListener {

    private final DeductionStore store;

    RefusedDeductions(DeductionStore store) {
        this.store = store;
    }

    @Override
    public void takenBack(TransferId payment, TransferId reversal, String code, Instant at) {
        store.giveBack(payment, reversal, code, at);
    }
}
