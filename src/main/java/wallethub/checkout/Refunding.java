package wallethub.checkout;

import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.crash.CommitPoints;
import wallethub.crash.CrashPoint;
import wallethub.customer.Customer;
import wallethub.event.OrderRefunded;
import wallethub.id.EventId;
import wallethub.id.TransferId;
import wallethub.lane.EventPublisher;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;

/** Moves what is given back of an order, under the locks of its wallet and its row. */
@Component
class Refunding {

    private static final Logger log = LoggerFactory.getLogger(Refunding.class);

    private final Ledger ledger;
    private final EventPublisher events;

    Refunding(Ledger ledger, EventPublisher events) {
        this.ledger = ledger;
        this.events = events;
    }

    /** @return what gave it back */
    TransferId giveBack(Order order, TransferId payment, Refund refund, Customer to, Instant now) {
        Transfer transfer = new Transfer(
                TransferId.next(),
                TransferKind.REFUND,
                to.wallet(),
                refund.amount(),
                order.account(),
                refund.key(),
                now);
        return switch (ledger.post(transfer)) {
            case PostOutcome.Posted posted -> {
                events.publish(List.of(event(order, payment, refund, to, transfer, posted)));
                log.atInfo()
                        .addKeyValue("orderId", order.id())
                        .addKeyValue("transferId", transfer.id())
                        .log("order refunded");
                CommitPoints.around(CrashPoint.BEFORE_REFUND_COMMIT, CrashPoint.AFTER_REFUND_COMMIT);
                yield transfer.id();
            }
            // A credit is refused neither by funds nor by a freeze, and its key is that of its row.
            case PostOutcome.AlreadyPosted never -> throw impossible(refund, never);
            case PostOutcome.KeyReused never -> throw impossible(refund, never);
            case PostOutcome.InsufficientFunds never -> throw impossible(refund, never);
            case PostOutcome.CurrencyMismatch never -> throw impossible(refund, never);
            case PostOutcome.WalletFrozen never -> throw impossible(refund, never);
            case PostOutcome.UnknownWallet never -> throw impossible(refund, never);
        };
    }

    private static OrderRefunded event(
            Order order, TransferId payment, Refund refund, Customer to, Transfer transfer, PostOutcome.Posted posted) {
        return new OrderRefunded(
                EventId.next(),
                to.wallet(),
                to.id(),
                to.externalId(),
                order.store(),
                order.id(),
                refund.reference(),
                transfer.id(),
                payment,
                "order-refund",
                transfer.amount(),
                posted.balanceAfter(),
                posted.entryNumber(),
                transfer.occurredAt());
    }

    private static IllegalStateException impossible(Refund refund, PostOutcome outcome) {
        return new IllegalStateException("the refund " + refund.key() + " came to " + outcome);
    }
}
