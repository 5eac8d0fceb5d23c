package wallethub.recharge;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalAction;
import wallethub.approval.Check;
import wallethub.approval.Execution;
import wallethub.customer.AlertKind;
import wallethub.customer.WalletAlerts;
import wallethub.event.RechargeFailed;
import wallethub.gateway.PaymentEvent;
import wallethub.id.ApprovalId;
import wallethub.id.EventId;
import wallethub.id.RechargeId;
import wallethub.lane.EventPublisher;
import wallethub.lane.Origin;
import wallethub.money.Money;
import wallethub.problem.ErrorCode;

/**
 * Closes a parked payment: credits what was captured and not yet credited, by the rules of any payment, or refuses it.
 *
 * <p>Under the recharge's lock, as automatic credits are: whichever comes second finds the money credited.
 */
@Component
class DecidePaymentAction implements ApprovalAction<DecidedPayment> {

    static final String REFUSED = "PAYMENT_REFUSED";

    private final RechargeStore recharges;
    private final ParkStore parks;
    private final Crediting crediting;
    private final WalletAlerts alerts;
    private final EventPublisher events;
    private final Clock clock;

    DecidePaymentAction(
            RechargeStore recharges,
            ParkStore parks,
            Crediting crediting,
            WalletAlerts alerts,
            EventPublisher events,
            Clock clock) {
        this.recharges = recharges;
        this.parks = parks;
        this.crediting = crediting;
        this.alerts = alerts;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "payment.decide";
    }

    @Override
    public Class<DecidedPayment> payload() {
        return DecidedPayment.class;
    }

    @Override
    public StaffPermission maker() {
        return StaffPermission.PAYMENT_DECIDE;
    }

    @Override
    public StaffPermission checker() {
        return StaffPermission.PAYMENT_DECIDE_APPROVE;
    }

    @Override
    public Check check(DecidedPayment wish, Caller maker) {
        Optional<ParkedPayment> found = find(wish);
        if (found.isEmpty()) {
            return new Check.Refused(ErrorCode.NOT_FOUND, "no such parked payment");
        }
        ParkedPayment parked = found.get();
        if (parked.decided() != null) {
            return decided();
        }
        return wish.isCredit() ? creditable(parked) : new Check.Fits(parked.id(), Optional.empty(), "open");
    }

    private static Check.Refused decided() {
        return new Check.Refused(ErrorCode.STATE_CONFLICT, "it was decided already");
    }

    private Optional<ParkedPayment> find(DecidedPayment wish) {
        return ParkedPayment.number(wish.parkId()).flatMap(parks::find);
    }

    private Check creditable(ParkedPayment parked) {
        Optional<Money> captured = parked.creditable();
        if (captured.isEmpty()) {
            Money seen = parked.captured();
            Money expected = parked.expected();
            boolean otherCurrency =
                    seen != null && expected != null && !seen.currency().equals(expected.currency());
            return new Check.Refused(
                    otherCurrency ? ErrorCode.CURRENCY_MISMATCH : ErrorCode.STATE_CONFLICT,
                    "a payment parked for " + parked.reason() + " can only be refused");
        }
        Money credited =
                Money.ofMinor(parks.credited(parked.key()), captured.get().currencyCode());
        Money open = captured.get().minus(credited);
        return open.isPositive()
                ? new Check.Fits(parked.id(), Optional.of(open), "credited " + credited)
                : new Check.Refused(ErrorCode.STATE_CONFLICT, "all of it was credited already; it can be refused");
    }

    @Override
    public Execution execute(ApprovalId id, DecidedPayment wish, Caller checker) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ParkedPayment parked = find(wish).orElseThrow(() -> new IllegalStateException(wish.parkId() + " is gone"));
        return wish.isCredit() ? credit(id, wish, parked, checker, now) : refuse(id, wish, parked, checker, now);
    }

    private Execution credit(ApprovalId id, DecidedPayment wish, ParkedPayment parked, Caller checker, Instant now) {
        RechargeId rechargeId = parked.rechargeId();
        Optional<Money> captured = parked.creditable();
        if (rechargeId == null || captured.isEmpty()) {
            return new Execution.Refused(ErrorCode.STATE_CONFLICT, "it can only be refused");
        }
        Recharge recharge = locked(rechargeId);
        Crediting.Capture capture = new Crediting.Capture(
                recharge,
                event(parked, captured.get(), recharge),
                parked.gatewayPaymentId(),
                captured.get(),
                Origin.current(),
                true);
        return switch (crediting.credit(List.of(capture), now).getFirst()) {
            case Crediting.Decision.Credited credited -> {
                Map<String, String> result = Map.of(
                        "receiptId",
                        credited.receipt().text(),
                        "transferId",
                        credited.event().transferId().text());
                yield closed(
                        parked,
                        new ParkedPayment.Decided(
                                wish.decision(), wish.reason(), id, checker.staff(), now, credited.receipt()),
                        () -> {
                            events.publish(credited.events());
                            clearAlert(recharge);
                        },
                        result);
            }
            case Crediting.Decision.Nothing nothing ->
                new Execution.Refused(ErrorCode.STATE_CONFLICT, "all of it was credited already; it can be refused");
            case Crediting.Decision.Refused refused ->
                new Execution.Refused(ErrorCode.STATE_CONFLICT, "it cannot be credited: " + refused.reason());
        };
    }

    private Execution refuse(ApprovalId id, DecidedPayment wish, ParkedPayment parked, Caller checker, Instant now) {
        Map<String, String> result = new HashMap<>();
        RechargeId rechargeId = parked.rechargeId();
        Runnable end = () -> {};
        if (rechargeId != null) {
            result.put("rechargeId", rechargeId.text());
            Recharge recharge = locked(rechargeId);
            end = () -> {
                endIfParked(recharge, now);
                clearAlert(recharge);
            };
        }
        return closed(
                parked,
                new ParkedPayment.Decided(wish.decision(), wish.reason(), id, checker.staff(), now, null),
                end,
                result);
    }

    private Recharge locked(RechargeId id) {
        return recharges.lock(id).orElseThrow(() -> new IllegalStateException("recharge " + id + " is gone"));
    }

    private Execution closed(
            ParkedPayment parked, ParkedPayment.Decided decided, Runnable then, Map<String, String> result) {
        if (!parks.decide(parked.number(), decided)) {
            return new Execution.Refused(ErrorCode.STATE_CONFLICT, "it was decided already");
        }
        then.run();
        return new Execution.Done(result);
    }

    private void clearAlert(Recharge recharge) {
        alerts.clearIfOver(recharge.wallet(), AlertKind.PAYMENT_PARKED, () -> parks.isNothingOpen(recharge.customer()));
    }

    /** A recharge that only waited for this ends without money; its customer is told. Later money is credited all the same. */
    private void endIfParked(Recharge recharge, Instant now) {
        if (recharge.state() != RechargeState.PARKED || !parks.isNothingOpen(recharge.id())) {
            return;
        }
        recharges.moved(recharge.id(), RechargeState.FAILED, REFUSED, now);
        events.publish(List.of(new RechargeFailed(
                EventId.next(),
                recharge.wallet(),
                recharge.customer(),
                recharge.id(),
                recharge.reference(),
                recharge.amount(),
                REFUSED,
                now)));
    }

    /** As the gateway told of it. */
    private static PaymentEvent event(ParkedPayment parked, Money captured, Recharge recharge) {
        return new PaymentEvent(
                PaymentEvent.SCHEMA,
                parked.gateway(),
                parked.account(),
                parked.id(),
                parked.gatewayPaymentId(),
                null,
                null,
                recharge.reference(),
                PaymentEvent.Type.PAYMENT_CAPTURED,
                PaymentEvent.Amount.of(captured),
                new PaymentEvent.Cumulative(captured.minorUnits(), captured.minorUnits(), 0),
                parked.occurredAt(),
                true,
                false,
                null,
                null,
                PaymentEvent.Confirmation.CONFIRMED_BY_API,
                null);
    }
}
