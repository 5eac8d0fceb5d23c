package wallethub.checkout;

import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.books.TakenBackListener;
import wallethub.id.OrderId;
import wallethub.id.TransferId;

/**
 * Marks an order as rejected, or a capture as reversed, when the ERP refused its payment for good, in the transaction that
 * gives the payment back. What waited to be given back of it is dropped: all of it was.
 */
@Component
class RefusedPayments implements TakenBackListener {

    private static final Logger log = LoggerFactory.getLogger(RefusedPayments.class);

    private final OrderStore orders;
    private final RefundStore refunds;
    private final StoreHoldStore holds;

    RefusedPayments(OrderStore orders, RefundStore refunds, StoreHoldStore holds) {
        this.orders = orders;
        this.refunds = refunds;
        this.holds = holds;
    }

    @Override
    public void takenBack(TransferId payment, TransferId reversal, String code, Instant at) {
        Optional<OrderId> order = orders.rejected(payment, reversal, at);
        if (order.isPresent()) {
            refunds.drop(order.get(), at);
            log.atWarn()
                    .addKeyValue("orderId", order.get())
                    .addKeyValue("code", code)
                    .log("order rejected by the ERP");
        } else {
            holds.reversed(payment, reversal);
        }
    }
}
