package wallethub.recharge;

import java.time.Instant;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import wallethub.event.BusinessEvent;
import wallethub.id.CustomerId;
import wallethub.id.OrderId;
import wallethub.money.Money;

/** The orders that recharges are made for, by whoever knows them; without anybody who does there are none. */
@Component
class RechargedOrders {

    private final ObjectProvider<OrderPayments> payments;

    RechargedOrders(ObjectProvider<OrderPayments> payments) {
        this.payments = payments;
    }

    boolean isOpen(OrderId order, CustomerId customer) {
        return payments.stream().anyMatch(one -> one.isOpen(order, customer));
    }

    /** Behind the credit of a recharge; most are for no order. */
    List<BusinessEvent> credited(Recharge recharge, Money captured, Instant now) {
        OrderId order = recharge.order();
        return order == null ? List.of() : credited(order, recharge, captured, now);
    }

    private List<BusinessEvent> credited(OrderId order, Recharge recharge, Money captured, Instant now) {
        OrderPayments.Credited credited =
                new OrderPayments.Credited(recharge.id(), recharge.customer(), captured, recharge.createdAt());
        return payments.stream()
                .flatMap(one -> one.credited(order, credited, now).stream())
                .toList();
    }
}
