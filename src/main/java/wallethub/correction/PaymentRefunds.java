package wallethub.correction;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.TransferId;

/** What two members of the staff gave back of a payment, for other packages to count; exact under the lock of its wallet. */
@Component
public class PaymentRefunds {

    private final CorrectionStore store;

    public PaymentRefunds(JdbcClient jdbc) {
        this.store = new CorrectionStore(jdbc);
    }

    public long minorUnits(TransferId payment) {
        return store.refunded(payment);
    }
}
