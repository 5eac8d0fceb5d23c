package wallethub.recharge;

import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;

/** The recharges of customers, for other packages to read. */
@Component
public class Recharges {

    private final RechargeHistoryStore history;

    Recharges(RechargeHistoryStore history) {
        this.history = history;
    }

    /** The latest first, at most {@code limit}. */
    public List<RechargeView> latest(CustomerId customer, int limit) {
        return history.list(customer, null, null, limit);
    }
}
