package wallethub.recharge;

import org.springframework.stereotype.Component;
import wallethub.id.OrderId;

/** Card payments whose holders told their banks that they are none of theirs; for later packages to ask. */
@Component
public class Disputes {

    private final PaymentStore payments;

    Disputes(PaymentStore payments) {
        this.payments = payments;
    }

    /** Whether the money that was recharged for the order is disputed, or was lost so: only a dispute that was won is over. */
    public boolean stand(OrderId order) {
        return payments.isDisputed(order);
    }
}
