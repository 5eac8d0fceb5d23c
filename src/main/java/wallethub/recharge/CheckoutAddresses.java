package wallethub.recharge;

import java.time.Instant;
import org.springframework.stereotype.Component;

/** Where customers were sent to pay, and back to: of no use once a recharge is over, and a page behind it may name them. */
@Component
public class CheckoutAddresses {

    private final PersonalRechargeStore store;

    CheckoutAddresses(PersonalRechargeStore store) {
        this.store = store;
    }

    /** Empties those of recharges that are over and were made before; @return how many */
    public int forget(Instant before, int most) {
        return store.forgetAddresses(before, most);
    }
}
