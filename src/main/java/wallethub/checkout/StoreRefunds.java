package wallethub.checkout;

import org.springframework.stereotype.Component;
import wallethub.correction.OtherRefunds;
import wallethub.id.TransferId;

/** What stores gave back of the payments of their orders: the staff give back no more than is left. */
@Component
class StoreRefunds implements OtherRefunds {

    private final OrderStore orders;

    StoreRefunds(OrderStore orders) {
        this.orders = orders;
    }

    @Override
    public long of(TransferId payment) {
        return orders.givenBackMinor(payment);
    }
}
