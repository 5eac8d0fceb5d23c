package wallethub.recharge;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.gateway.PaymentEvent;

/** What finance is told of a gateway's events that move no money here. */
@Component
class PaymentNotes {

    private static final Logger log = LoggerFactory.getLogger(PaymentNotes.class);

    private final PaymentStore payments;

    PaymentNotes(PaymentStore payments) {
        this.payments = payments;
    }

    /** Money that was credited stays. That the status API itself denies the same payment is for finance to look at. */
    void disagrees(Recharge recharge, PaymentEvent event, String code, Instant now) {
        boolean samePayment = event.confirmation() == PaymentEvent.Confirmation.CONFIRMED_BY_API
                && event.gatewayPaymentId() != null
                && payments.isCredited(event, event.gatewayPaymentId());
        if (samePayment) {
            log.atError()
                    .addKeyValue("rechargeId", recharge.id())
                    .addKeyValue("code", code)
                    .log("the gateway denies a payment that was credited");
            payments.task("GATEWAY_DISAGREES", recharge.id(), event, PaymentKey.nameOf(event), null, code, now);
        }
    }

    /** Refunds and disputes that began at the gateway. */
    PaymentOutcome note(PaymentEvent event, Instant now) {
        String kind = switch (event.type()) {
            case REFUND_PENDING, REFUND_SUCCEEDED, REFUND_FAILED -> "REFUND_SEEN";
            case DISPUTE_OPENED, DISPUTE_FUNDS_WITHDRAWN, DISPUTE_WON, DISPUTE_LOST -> "DISPUTE_SEEN";
            case CARD_TOKEN_CREATED,
                    CARD_TOKEN_DISABLED,
                    IGNORED,
                    UNKNOWN,
                    PAYMENT_PENDING,
                    PAYMENT_AUTHORISED,
                    PAYMENT_CAPTURED,
                    PAYMENT_FAILED,
                    PAYMENT_EXPIRED,
                    PAYMENT_CANCELLED -> null;
        };
        if (kind == null) {
            return new PaymentOutcome.Ignored(event.type().name());
        }
        String action = event.gatewayActionId() == null ? event.gatewayEventId() : event.gatewayActionId();
        payments.task(kind, null, event, PaymentKey.nameOf(event), null, event.type() + " " + action, now);
        return new PaymentOutcome.Noted(kind);
    }
}
