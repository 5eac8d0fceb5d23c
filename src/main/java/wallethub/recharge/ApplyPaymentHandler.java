package wallethub.recharge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.event.RechargeFailed;
import wallethub.gateway.GatewayAccount;
import wallethub.gateway.GatewayAccounts;
import wallethub.gateway.PaymentEvent;
import wallethub.id.EventId;
import wallethub.id.RechargeId;
import wallethub.lane.EventPublisher;
import wallethub.lane.Origin;
import wallethub.ledger.Ledger;
import wallethub.mapping.Outcome;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.operation.BatchHandler;
import wallethub.operation.Batched;
import wallethub.operation.CallerRule;

/**
 * Applies payment events, in any order and however often they come: credits what was captured and not yet credited, moves
 * the recharge forward, parks what does not fit.
 *
 * <p>One transaction under the locks of the recharges' rows: transfers, states, receipts and events, or none of them. Locks
 * are taken in one order, whoever asks: recharges by id, payments by key, wallets by id, lane keys.
 */
@Component
class ApplyPaymentHandler implements BatchHandler<PaymentEvent, PaymentOutcome> {

    private static final Logger log = LoggerFactory.getLogger(ApplyPaymentHandler.class);

    private final GatewayAccounts accounts;
    private final RechargeStore recharges;
    private final Parking parking;
    private final PaymentNotes notes;
    private final Crediting crediting;
    private final Ledger ledger;
    private final EventPublisher events;
    private final RechargeSettings settings;
    private final Clock clock;

    ApplyPaymentHandler(
            GatewayAccounts accounts,
            RechargeStore recharges,
            Parking parking,
            PaymentNotes notes,
            Crediting crediting,
            Ledger ledger,
            EventPublisher events,
            RechargeSettings settings,
            Clock clock) {
        this.accounts = accounts;
        this.recharges = recharges;
        this.parking = parking;
        this.notes = notes;
        this.crediting = crediting;
        this.ledger = ledger;
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

    @Override
    public PaymentOutcome handle(PaymentEvent event, Caller caller) {
        return handle(List.of(new Batched<>(event, caller, Origin.current()))).getFirst();
    }

    @Override
    public List<PaymentOutcome> handle(List<Batched<PaymentEvent>> commands) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<PaymentTurn> turns = commands.stream().map(PaymentTurn::new).toList();
        turns.forEach(turn -> turn.within(() -> beforeLocks(turn, now)));
        takeTurns(turns.stream().filter(turn -> !turn.isDecided()).toList(), now);
        return turns.stream().map(PaymentTurn::outcome).toList();
    }

    /** What is decided without a recharge. */
    private void beforeLocks(PaymentTurn turn, Instant now) {
        PaymentEvent event = turn.event();
        if (accounts.find(event.account()).isEmpty()) {
            turn.decide(new PaymentOutcome.AccountUnknown(event.account()));
        } else if (!event.isAboutPayment()) {
            turn.decide(notes.note(event, now));
        }
    }

    /** Events about one recharge or one payment go one after another; the others of a round go together. */
    private void takeTurns(List<PaymentTurn> turns, Instant now) {
        List<EventPublisher.Originated> published = new ArrayList<>();
        List<PaymentTurn> waiting = turns;
        for (int round = 0; !waiting.isEmpty(); round++) {
            lock(waiting);
            Set<Object> taken = new HashSet<>();
            Map<Boolean, List<PaymentTurn>> goes =
                    waiting.stream().collect(Collectors.partitioningBy(turn -> turn.takes(taken)));
            List<PaymentTurn> going = goes.getOrDefault(true, List.of());
            waiting = goes.getOrDefault(false, List.of());
            if (round == 0 && !waiting.isEmpty()) {
                lockWallets(turns);
            }
            apply(going, now);
            going.forEach(turn -> published.addAll(turn.published()));
        }
        if (!published.isEmpty()) {
            events.publishOriginated(published);
        }
    }

    /** By our reference, else by the ids that the gateway gave; an event before them may have made those known. */
    private void lock(List<PaymentTurn> turns) {
        turns.stream()
                .filter(turn -> turn.event().merchantReference() == null)
                .forEach(turn -> find(turn.event()).ifPresent(turn::isAbout));
        List<String> references = turns.stream()
                .map(turn -> turn.event().merchantReference())
                .filter(Objects::nonNull)
                .toList();
        List<RechargeId> ids =
                turns.stream().flatMap(turn -> turn.rechargeId().stream()).toList();
        if (references.isEmpty() && ids.isEmpty()) {
            return;
        }
        List<Recharge> locked = recharges.lockAll(references, ids);
        Map<String, Recharge> byReference =
                locked.stream().collect(Collectors.toMap(Recharge::reference, Function.identity()));
        Map<RechargeId, Recharge> byId = locked.stream().collect(Collectors.toMap(Recharge::id, Function.identity()));
        turns.forEach(turn -> turn.found(byReference, byId));
    }

    private Optional<RechargeId> find(PaymentEvent event) {
        return recharges.findByGateway(
                event.gateway(), event.account(), event.gatewayCheckoutId(), event.gatewayPaymentId());
    }

    /** A later round locks more wallets; with all of them locked in order now, it waits for nobody. */
    private void lockWallets(List<PaymentTurn> turns) {
        ledger.lock(turns.stream()
                .flatMap(turn -> Optional.ofNullable(turn.recharge()).stream())
                .map(Recharge::wallet)
                .toList());
    }

    private void apply(List<PaymentTurn> turns, Instant now) {
        turns.forEach(turn -> turn.within(() -> decide(turn, now)));
        List<PaymentTurn> crediting =
                turns.stream().filter(turn -> !turn.isDecided()).toList();
        if (crediting.isEmpty()) {
            return;
        }
        List<Crediting.Decision> decisions = this.crediting.credit(
                crediting.stream().map(PaymentTurn::capture).toList(), now);
        for (int i = 0; i < crediting.size(); i++) {
            PaymentTurn turn = crediting.get(i);
            Crediting.Decision decision = decisions.get(i);
            turn.within(() -> credited(turn, decision, now));
        }
    }

    /** The order of the checks is part of the contract; ApplyPaymentTests holds it. Money is left to be credited. */
    private void decide(PaymentTurn turn, Instant now) {
        PaymentEvent event = turn.event();
        Recharge recharge = turn.recharge();
        GatewayAccount account = accounts.find(event.account()).orElseThrow();
        String alien = alien(event, account, recharge);
        if (alien != null) {
            parking.park(turn, alien, now);
        } else if (account.needsConfirmation(event)) {
            turn.decide(unconfirmed(recharge, event, now));
        } else if (recharge == null) {
            turn.decide(new PaymentOutcome.Orphan(settings.orphanPause(Duration.between(event.occurredAt(), now))));
        } else {
            apply(turn, recharge, now);
        }
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

    private void apply(PaymentTurn turn, Recharge recharge, Instant now) {
        PaymentEvent event = turn.event();
        if (event.gatewayCheckoutId() != null && recharge.checkoutId() == null) {
            recharges.checkedOut(recharge.id(), event.gatewayCheckoutId(), null, now);
        }
        Money captured = event.captured();
        if (captured != null && captured.isPositive()) {
            if (event.gatewayPaymentId() == null) {
                parking.park(turn, "PAYMENT_ID_MISSING", now);
            } else {
                turn.credits(recharge, event.gatewayPaymentId(), captured);
            }
            return;
        }
        switch (event.type()) {
            case PAYMENT_AUTHORISED -> turn.decide(move(recharge, event, RechargeState.AUTHORISED, now));
            case PAYMENT_FAILED -> end(turn, recharge, RechargeState.FAILED, failureCode(event), now);
            case PAYMENT_EXPIRED -> end(turn, recharge, RechargeState.EXPIRED, "CHECKOUT_EXPIRED", now);
            case PAYMENT_CANCELLED -> end(turn, recharge, RechargeState.CANCELLED, "PAYMENT_CANCELLED", now);
            case PAYMENT_PENDING -> pending(turn, recharge, now);
            // Captured, and nothing captured: the document is too thin to credit from.
            case PAYMENT_CAPTURED -> parking.park(turn, "AMOUNT_MISSING", now);
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
        }
    }

    private void credited(PaymentTurn turn, Crediting.Decision decision, Instant now) {
        switch (decision) {
            case Crediting.Decision.Credited credited -> {
                credited.events().forEach(turn::publish);
                turn.decide(new PaymentOutcome.Credited(credited.receipt()));
            }
            case Crediting.Decision.Nothing nothing ->
                turn.decide(
                        new PaymentOutcome.Unchanged(turn.capture().recharge().state()));
            case Crediting.Decision.Refused refused -> parking.park(turn, refused.reason(), now);
        }
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

    private void end(PaymentTurn turn, Recharge recharge, RechargeState next, String code, Instant now) {
        PaymentEvent event = turn.event();
        if (recharge.credited().isPositive()) {
            notes.disagrees(recharge, event, code, now);
            turn.decide(new PaymentOutcome.Unchanged(recharge.state()));
            return;
        }
        PaymentOutcome outcome = move(recharge, event, next, now);
        if (outcome instanceof PaymentOutcome.Moved) {
            recharges.moved(recharge.id(), next, code, now);
            turn.publish(new RechargeFailed(
                    EventId.next(),
                    recharge.wallet(),
                    recharge.customer(),
                    recharge.id(),
                    recharge.reference(),
                    recharge.amount(),
                    code,
                    event.occurredAt()));
        }
        turn.decide(outcome);
    }

    /** Nothing decided yet; or, when the API knows no checkout at all and the time is over, nothing will ever be. */
    private void pending(PaymentTurn turn, Recharge recharge, Instant now) {
        PaymentEvent event = turn.event();
        boolean nothingThere = event.gatewayCheckoutId() == null && event.gatewayPaymentId() == null;
        if (!nothingThere) {
            turn.decide(move(recharge, event, RechargeState.PENDING, now));
        } else if (now.isAfter(recharge.expiresAt())) {
            end(turn, recharge, RechargeState.EXPIRED, "CHECKOUT_NEVER_MADE", now);
        } else {
            turn.decide(new PaymentOutcome.Unchanged(recharge.state()));
        }
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
