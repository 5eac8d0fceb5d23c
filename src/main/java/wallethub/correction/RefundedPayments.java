package wallethub.correction;

import org.springframework.stereotype.Component;
import wallethub.id.TransferId;

/** What the staff has refunded, for later packages to ask; under the wallet's lock it stands still. */
@Component
public class RefundedPayments {

    private final CorrectionStore store;

    RefundedPayments(CorrectionStore store) {
        this.store = store;
    }

    /** Whether anything of the payment was. */
    public boolean any(TransferId payment) {
        return store.refunded(payment) != 0;
    }
}
