package wallethub.checkout;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.customer.Customer;
import wallethub.event.OrderRescueReversed;
import wallethub.id.EventId;
import wallethub.id.TransferId;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;

/** Takes a rescue back, the whole of it and once, under the locks of the wallet and of the order's row. */
@Component
class RescueReversal {

    private static final Logger log = LoggerFactory.getLogger(RescueReversal.class);

    private final RescueStore rescues;
    private final Ledger ledger;

    RescueReversal(RescueStore rescues, Ledger ledger) {
        this.rescues = rescues;
        this.ledger = ledger;
    }

    /**
     * @param customer whose wallet has the rescued money
     * @return to be published in the same transaction
     */
    OrderRescueReversed reverse(Rescue rescue, Customer customer, Instant now) {
        Transfer transfer = new Transfer(
                TransferId.next(),
                TransferKind.RESCUE_REVERSAL,
                customer.wallet(),
                rescue.amount().negated(),
                rescue.account(),
                rescue.key(),
                now);
        if (!(ledger.post(transfer) instanceof PostOutcome.Posted posted)) {
            // It passes the floor and a freeze, and its key is that of the rescue, whose order is locked.
            throw new IllegalStateException("the reversal of the rescue of " + rescue.order() + " was not posted");
        }
        rescues.reversed(rescue.order(), transfer.id(), now);
        log.atWarn()
                .addKeyValue("orderId", rescue.order())
                .addKeyValue("storeId", rescue.store())
                .addKeyValue("transferId", transfer.id())
                .log("rescue taken back");
        return event(rescue, customer, transfer, posted);
    }

    private static OrderRescueReversed event(
            Rescue rescue, Customer customer, Transfer transfer, PostOutcome.Posted posted) {
        return new OrderRescueReversed(
                EventId.next(),
                transfer.wallet(),
                customer.id(),
                customer.externalId(),
                rescue.store(),
                rescue.order(),
                rescue.bankReference(),
                transfer.id(),
                rescue.transfer(),
                "order-rescue-reversal",
                transfer.amount(),
                posted.balanceAfter(),
                posted.entryNumber(),
                transfer.occurredAt());
    }
}
