package wallethub.recharge;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.correction.MergeObstacle;
import wallethub.id.CustomerId;

/** Recharges whose money may still come: it would be credited to a wallet that was emptied into another. */
@Component
class OpenRecharges implements MergeObstacle {

    private final RechargeStore recharges;

    OpenRecharges(RechargeStore recharges) {
        this.recharges = recharges;
    }

    @Override
    public Optional<String> of(CustomerId customer) {
        return recharges.hasOpen(customer)
                ? Optional.of("a recharge of its customer is not settled yet")
                : Optional.empty();
    }
}
