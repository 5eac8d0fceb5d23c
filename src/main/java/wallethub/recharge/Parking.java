package wallethub.recharge;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.customer.WalletAlerts;
import wallethub.event.RechargeParked;
import wallethub.gateway.PaymentEvent;
import wallethub.id.EventId;

/** Puts money aside that does not fit, until finance decides; each trouble is told once. */
@Component
class Parking {

    private static final Logger log = LoggerFactory.getLogger(Parking.class);

    private final RechargeStore recharges;
    private final PaymentStore payments;
    private final WalletAlerts alerts;

    Parking(RechargeStore recharges, PaymentStore payments, WalletAlerts alerts) {
        this.recharges = recharges;
        this.payments = payments;
        this.alerts = alerts;
    }

    /** Under the lock of the turn's recharge, where it has one. */
    void park(PaymentTurn turn, String reason, Instant now) {
        PaymentEvent event = turn.event();
        Recharge recharge = turn.recharge();
        turn.decide(new PaymentOutcome.Parked(reason));
        if (!payments.park(recharge, event, PaymentKey.nameOf(event), reason, now)) {
            return;
        }
        log.atError()
                .addKeyValue("rechargeId", recharge == null ? "none" : recharge.id())
                .addKeyValue("gatewayEventId", event.gatewayEventId())
                .addKeyValue("reason", reason)
                .log("payment parked");
        // A payment of another account is none of this recharge's business.
        if (recharge != null && recharge.account().equals(event.account())) {
            if (recharge.state().mayBecome(RechargeState.PARKED)) {
                recharges.moved(recharge.id(), RechargeState.PARKED, null, now);
            }
            turn.publish(new RechargeParked(
                    EventId.next(),
                    recharge.wallet(),
                    recharge.customer(),
                    recharge.id(),
                    recharge.reference(),
                    recharge.amount(),
                    reason,
                    PaymentKey.nameOf(event),
                    event.occurredAt()));
            alerts.paymentParked(
                    recharge.wallet(),
                    recharge.customer(),
                    recharge.amount(),
                    recharge.id().text());
        }
    }
}
