package wallethub.recharge;

import java.time.Instant;
import java.util.List;
import wallethub.event.BusinessEvent;
import wallethub.id.CustomerId;
import wallethub.id.OrderId;
import wallethub.id.RechargeId;
import wallethub.money.Money;

/** What knows the orders that recharges are made for; a bean of a later package. */
public interface OrderPayments {

    /** Whether the order is the customer's and can still be paid. */
    boolean isOpen(OrderId order, CustomerId customer);

    /**
     * Money that was recharged for the order is in its customer's wallet, in this transaction, which has that wallet locked: pays
     * the order with it, or leaves the money where it is. Never throws for what the business expects; the credit stands.
     *
     * @return what is to be published behind the credit
     */
    List<BusinessEvent> credited(OrderId order, Credited recharge, Instant now);

    /**
     * A recharge of which money has come.
     *
     * @param captured of the payment in all, by now
     * @param madeAt when the customer asked for it
     */
    record Credited(RechargeId id, CustomerId customer, Money captured, Instant madeAt) {}
}
