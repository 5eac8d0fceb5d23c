package wallethub.recharge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.event.RechargeFailed;
import wallethub.event.RechargeParked;
import wallethub.gateway.GatewayAccount;
import wallethub.gateway.GatewayAccounts;
import wallethub.gateway.PaymentEvent;
import wallethub.id.EventId;
import wallethub.lane.EventPublisher;
import wallethub.mapping.Outcome;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/**
 * Applies one payment event, in any order and however often it comes: credits what was captured and not yet credited, moves
 * the recharge forward, parks what does not fit.
 *
 * <p>One transaction under the lock of the recharge's row: transfer, state, receipt and event, or none of them.
 */
@Component
class ApplyPaymentHandler implements TransactionHandler<PaymentEvent, PaymentOutcome> {

    private static final Logger log = LoggerFactory.getLogger(ApplyPaymentHandler.class);

    private final GatewayAccounts accounts;
    private final RechargeStore recharges;
    private final PaymentStore payments;
    private final Crediting crediting;
    private final EventPublisher events;
    private final RechargeSettings settings;
    private final Clock clock;

    ApplyPaymentHandler(
            GatewayAccounts accounts,
            RechargeStore recharges,
            PaymentStore payments,
            Crediting crediting,
            EventPublisher events,
            RechargeSettings settings,
            Clock clock) {
        this.accounts = accounts;
        this.recharges = recharges;
        this.payments = payments;
        this.crediting = crediting;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "apply-payment";
    }

    @Override
    public Class<PaymentEvent> command() {
        return PaymentEvent.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("payments-apply");
    }

    /** The order of the checks is part of the contract; ApplyPaymentTests holds it. */
    @Override
    public PaymentOutcome handle(PaymentEvent event, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<GatewayAccount> account = accounts.find(event.account());
        if (account.isEmpty()) {
            return new PaymentOutcome.AccountUnknown(event.account());
        }
        if (!event.isAboutPayment()) {
            return note(event, now);
        }
        Recharge recharge = lock(event).orElse(null);
        String alien = alien(event, account.get(), recharge);
        if (alien != null) {
            return park(recharge, event, alien, now);
        }
        if (account.get().needsConfirmation(event)) {
            return unconfirmed(recharge, event, now);
        }
        if (recharge == null) {
            return new PaymentOutcome.Orphan(settings.orphanPause(Duration.between(event.occurredAt(), now)));
        }
        return apply(recharge, event, now);
    }

    /** By our reference, else by the ids that the gateway gave. */
    private Optional<Recharge> lock(PaymentEvent event) {
        Optional<Recharge> byReference = event.merchantReference() == null
                ? Optional.empty()
                : recharges.lockByReference(event.merchantReference());
        return byReference.isPresent() || event.merchantReference() != null
                ? byReference
                : recharges.lockByGateway(
                        event.gateway(), event.account(), event.gatewayCheckoutId(), event.gatewayPaymentId());
    }

    /** What must never be credited here, whoever confirms it. */
    private static @Nullable String alien(PaymentEvent event, GatewayAccount account, @Nullable Recharge recharge) {
        if (account.live() && (!event.liveMode() || event.testCode())) {
            return "TEST_MODE_IN_LIVE";
        }
        if (!account.live() && event.liveMode()) {
            return "LIVE_MODE_IN_TEST";
        }
        if (recharge != null
                && !(recharge.account().equals(event.account())
                        && recharge.gateway().equals(event.gateway()))) {
            return "ACCOUNT_DIFFERS";
        }
        return event.discrepancy();
    }

    private PaymentOutcome unconfirmed(@Nullable Recharge recharge, PaymentEvent event, Instant now) {
        boolean saysMoney = event.confirmation() == PaymentEvent.Confirmation.SIGNED_ONLY
                && (event.type() == PaymentEvent.Type.PAYMENT_CAPTURED
                        || event.type() == PaymentEvent.Type.PAYMENT_AUTHORISED);
        if (recharge != null && saysMoney && recharge.state().mayBecome(RechargeState.CONFIRMING)) {
            recharges.moved(recharge.id(), RechargeState.CONFIRMING, null, now);
        }
        return new PaymentOutcome.Unconfirmed();
    }

    private PaymentOutcome apply(Recharge recharge, PaymentEvent event, Instant now) {
        if (event.gatewayCheckoutId() != null && recharge.checkoutId() == null) {
            recharges.checkedOut(recharge.id(), event.gatewayCheckoutId(), null, now);
        }
        Money captured = event.captured();
        if (captured != null && captured.isPositive()) {
            return credit(recharge, event, captured, now);
        }
        return switch (event.type()) {
            case PAYMENT_AUTHORISED -> move(recharge, event, RechargeState.AUTHORISED, now);
            case PAYMENT_FAILED -> end(recharge, event, RechargeState.FAILED, failureCode(event), now);
            case PAYMENT_EXPIRED -> end(recharge, event, RechargeState.EXPIRED, "CHECKOUT_EXPIRED", now);
            case PAYMENT_CANCELLED -> end(recharge, event, RechargeState.CANCELLED, "PAYMENT_CANCELLED", now);
            case PAYMENT_PENDING -> pending(recharge, event, now);
            // Captured, and nothing captured: the document is too thin to credit from.
            case PAYMENT_CAPTURED -> park(recharge, event, "AMOUNT_MISSING", now);
            case REFUND_PENDING,
                    REFUND_SUCCEEDED,
                    REFUND_FAILED,
                    DISPUTE_OPENED,
                    DISPUTE_FUNDS_WITHDRAWN,
                    DISPUTE_WON,
                    DISPUTE_LOST,
                    CARD_TOKEN_CREATED,
                    CARD_TOKEN_DISABLED,
                    IGNORED,
                    UNKNOWN -> throw new IllegalStateException("not about a payment: " + event.type());
        };
    }

    private PaymentOutcome credit(Recharge recharge, PaymentEvent event, Money captured, Instant now) {
        if (event.gatewayPaymentId() == null) {
            return park(recharge, event, "PAYMENT_ID_MISSING", now);
        }
        Crediting.Decision decision = crediting.credit(recharge, event, event.gatewayPaymentId(), captured, now);
        return switch (decision) {
            case Crediting.Decision.Credited credited -> new PaymentOutcome.Credited(credited.receipt());
            case Crediting.Decision.Nothing nothing -> new PaymentOutcome.Unchanged(recharge.state());
            case Crediting.Decision.Refused refused -> park(recharge, event, refused.reason(), now);
        };
    }

    private PaymentOutcome move(Recharge recharge, PaymentEvent event, RechargeState next, Instant now) {
        if (!recharge.state().mayBecome(next)) {
            return new PaymentOutcome.Unchanged(recharge.state());
        }
        recharges.moved(recharge.id(), next, null, now);
        log.atInfo()
                .addKeyValue("rechargeId", recharge.id())
                .addKeyValue("state", next.wire())
                .addKeyValue("gatewayEventId", event.gatewayEventId())
                .log("recharge moved");
        return new PaymentOutcome.Moved(next);
    }

    private PaymentOutcome end(Recharge recharge, PaymentEvent event, RechargeState next, String code, Instant now) {
        if (recharge.credited().isPositive()) {
            disagree(recharge, event, code, now);
            return new PaymentOutcome.Unchanged(recharge.state());
        }
        PaymentOutcome outcome = move(recharge, event, next, now);
        if (outcome instanceof PaymentOutcome.Moved) {
            recharges.moved(recharge.id(), next, code, now);
            events.publish(List.of(new RechargeFailed(
                    EventId.next(),
                    recharge.wallet(),
                    recharge.customer(),
                    recharge.id(),
                    recharge.reference(),
                    recharge.amount(),
                    code,
                    event.occurredAt())));
        }
        return outcome;
    }

    /** Money that was credited stays. That the status API itself denies the same payment is for finance to look at. */
    private void disagree(Recharge recharge, PaymentEvent event, String code, Instant now) {
        boolean samePayment = event.confirmation() == PaymentEvent.Confirmation.CONFIRMED_BY_API
                && event.gatewayPaymentId() != null
                && payments.isCredited(event, event.gatewayPaymentId());
        if (samePayment) {
            log.atError()
                    .addKeyValue("rechargeId", recharge.id())
                    .addKeyValue("code", code)
                    .log("the gateway denies a payment that was credited");
            payments.task("GATEWAY_DISAGREES", recharge.id(), event, paymentOf(event), null, code, now);
        }
    }

    /** Nothing decided yet; or, when the API knows no checkout at all and the time is over, nothing will ever be. */
    private PaymentOutcome pending(Recharge recharge, PaymentEvent event, Instant now) {
        boolean nothingThere = event.gatewayCheckoutId() == null && event.gatewayPaymentId() == null;
        if (!nothingThere) {
            return move(recharge, event, RechargeState.PENDING, now);
        }
        return now.isAfter(recharge.expiresAt())
                ? end(recharge, event, RechargeState.EXPIRED, "CHECKOUT_NEVER_MADE", now)
                : new PaymentOutcome.Unchanged(recharge.state());
    }

    private PaymentOutcome park(@Nullable Recharge recharge, PaymentEvent event, String reason, Instant now) {
        if (!payments.park(recharge, event, paymentOf(event), reason, now)) {
            return new PaymentOutcome.Parked(reason);
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
            events.publish(List.of(new RechargeParked(
                    EventId.next(),
                    recharge.wallet(),
                    recharge.customer(),
                    recharge.id(),
                    recharge.reference(),
                    recharge.amount(),
                    reason,
                    paymentOf(event),
                    event.occurredAt())));
        }
        return new PaymentOutcome.Parked(reason);
    }

    private PaymentOutcome note(PaymentEvent event, Instant now) {
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
        payments.task(kind, null, event, paymentOf(event), null, event.type() + " " + action, now);
        return new PaymentOutcome.Noted(kind);
    }

    private static String paymentOf(PaymentEvent event) {
        if (event.gatewayPaymentId() != null) {
            return event.gatewayPaymentId();
        }
        return event.gatewayCheckoutId() == null ? event.gatewayEventId() : event.gatewayCheckoutId();
    }

    private static String failureCode(PaymentEvent event) {
        return event.failure() == null ? "PAYMENT_FAILED" : event.failure().code();
    }

    @Override
    public Answer answer(PaymentOutcome outcome) {
        return switch (outcome) {
            case PaymentOutcome.Credited credited ->
                Answer.settled(Outcome.SUCCESS, "CREDITED", "receipt " + credited.receipt());
            case PaymentOutcome.Moved moved ->
                Answer.settled(Outcome.SUCCESS, "MOVED", moved.state().wire());
            case PaymentOutcome.Unchanged unchanged ->
                Answer.settled(Outcome.SUCCESS, "UNCHANGED", unchanged.state().wire());
            case PaymentOutcome.Parked parked -> Answer.settled(Outcome.SUCCESS, "PARKED", parked.reason());
            case PaymentOutcome.Orphan orphan ->
                new Answer.Settled(
                        Outcome.RETRY, "ORPHAN", "no recharge has this reference in this account", orphan.pause());
            case PaymentOutcome.Unconfirmed unconfirmed ->
                Answer.settled(Outcome.RETRY, "CONFIRMATION_UNAVAILABLE", "the status API has not confirmed it yet");
            case PaymentOutcome.AccountUnknown unknown ->
                Answer.settled(Outcome.HOLD, "ACCOUNT_UNKNOWN", "no settings for gateway account " + unknown.account());
            case PaymentOutcome.Noted noted -> Answer.settled(Outcome.SUCCESS, noted.kind(), "finance was told");
            case PaymentOutcome.Ignored ignored -> Answer.settled(Outcome.DISCARD, "NOT_USED", ignored.type());
        };
    }
}
