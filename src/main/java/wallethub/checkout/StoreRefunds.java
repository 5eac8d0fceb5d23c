package wallethub.checkout;

import org.springframework.stereotype.Component;
import wallethub.correction.OtherRefunds;
import wallethub.id.TransferId;
import wallethub.recharge.Disputes;

/** What stores gave back of the payments of their orders: the staff give back no more than is left. */
@Component
class StoreRefunds implements OtherRefunds {

    private final OrderStore orders;
    private final Disputes disputes;

    StoreRefunds(OrderStore orders, Disputes disputes) {
        this.orders = orders;
        this.disputes = disputes;
    }

    @Override
    public long of(TransferId payment) {
        return orders.givenBackMinor(payment);
    }

    @Override
    public boolean disputed(TransferId payment) {
        return orders.paidBy(payment).filter(disputes::stand).isPresent();
    }
}
