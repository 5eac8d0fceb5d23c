package wallethub.checkout;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StoreScope;
import wallethub.crash.CommitPoints;
import wallethub.crash.CrashPoint;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.event.HoldCaptured;
import wallethub.id.EventId;
import wallethub.id.TransferId;
import wallethub.lane.EventPublisher;
import wallethub.ledger.Capture;
import wallethub.ledger.HoldOutcome;
import wallethub.ledger.Ledger;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.problem.ErrorCode;

/**
 * Operation {@code capture-hold}: some or all of a hold is paid to the store. The same reference with the same content is
 * the same capture, for ever; with other content it is refused.
 */
@Component
class CaptureHoldHandler implements StoreOperation<CaptureHold, StoreHoldOutcome> {

    private static final Logger log = LoggerFactory.getLogger(CaptureHoldHandler.class);
    private static final String CAPTURED = "captured";

    private final StoreHolds own;
    private final StoreHoldStore holds;
    private final Ledger ledger;
    private final Customers customers;
    private final EventPublisher events;

    CaptureHoldHandler(
            StoreHolds own, StoreHoldStore holds, Ledger ledger, Customers customers, EventPublisher events) {
        this.own = own;
        this.holds = holds;
        this.ledger = ledger;
        this.customers = customers;
        this.events = events;
    }

    @Override
    public String name() {
        return "capture-hold";
    }

    @Override
    public Class<CaptureHold> command() {
        return CaptureHold.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Store(StoreScope.HOLD_CAPTURE);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    /** Refusals in this order: missing, reference, currency, amount, then the ledger's: closed, expired, above, frozen. */
    @Override
    public StoreHoldOutcome handle(CaptureHold command, Caller caller) {
        Optional<StoreHold> found = own.find(command.id(), caller);
        if (found.isEmpty()) {
            return new StoreHoldOutcome.Missing();
        }
        StoreHold hold = found.get();
        Optional<HoldCapture> before = holds.findCapture(hold.id(), command.reference());
        if (before.isPresent()) {
            return again(command, hold, before.get());
        }
        if (!command.amount().currency().equals(hold.amount().currency())) {
            return new StoreHoldOutcome.Refused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "the hold is in " + hold.amount().currencyCode());
        }
        if (!command.amount().isPositive()) {
            return new StoreHoldOutcome.Refused(ErrorCode.AMOUNT_BELOW_MINIMUM, "a capture takes something");
        }
        return captured(command, hold);
    }

    private StoreHoldOutcome again(CaptureHold command, StoreHold hold, HoldCapture before) {
        return before.amount().equals(command.amount()) && before.keepsRest() == command.keepsRest()
                ? new StoreHoldOutcome.Shown(own.shown(hold))
                : new StoreHoldOutcome.ReferenceTaken("a capture of the hold");
    }

    private StoreHoldOutcome captured(CaptureHold command, StoreHold hold) {
        Instant now = own.now();
        Capture capture = new Capture(
                hold.id(),
                TransferId.next(),
                command.amount(),
                command.keepsRest(),
                hold.account(),
                hold.captureKey(command.reference()),
                now);
        return switch (ledger.capture(capture)) {
            case HoldOutcome.Spent spent -> spent(command, hold, spent, now);
            // At the same moment, and committed by now: the wallet's lock waited for it.
            case HoldOutcome.AlreadySpent already -> overtaken(command, hold);
            case HoldOutcome.TransferKeyReused reused -> overtaken(command, hold);
            case HoldOutcome.ExceedsHold exceeds ->
                new StoreHoldOutcome.Limited("the hold holds " + exceeds.held(), exceeds.held());
            case HoldOutcome.HoldExpired expired -> new StoreHoldOutcome.Conflict(CAPTURED, "expired");
            case HoldOutcome.HoldClosed closed ->
                new StoreHoldOutcome.Conflict(CAPTURED, closed.state().name().toLowerCase(Locale.ROOT));
            case HoldOutcome.WalletFrozen frozen -> new StoreHoldOutcome.Frozen();
            case HoldOutcome.CurrencyMismatch never -> throw impossible(hold, never);
            case HoldOutcome.UnknownHold never -> throw impossible(hold, never);
        };
    }

    private StoreHoldOutcome overtaken(CaptureHold command, StoreHold hold) {
        return again(
                command, hold, holds.findCapture(hold.id(), command.reference()).orElseThrow());
    }

    private StoreHoldOutcome spent(CaptureHold command, StoreHold hold, HoldOutcome.Spent spent, Instant now) {
        holds.insert(new HoldCapture(
                hold.id(), command.reference(), command.amount(), command.keepsRest(), spent.transfer(), null, now));
        events.publish(List.of(event(command, hold, spent, now)));
        log.atInfo()
                .addKeyValue("holdId", hold.id())
                .addKeyValue("storeId", hold.store())
                .addKeyValue("transferId", spent.transfer())
                .log("hold captured by its store");
        CommitPoints.around(CrashPoint.BEFORE_CAPTURE_COMMIT, CrashPoint.AFTER_CAPTURE_COMMIT);
        return new StoreHoldOutcome.Made(own.shown(hold));
    }

    private HoldCaptured event(CaptureHold command, StoreHold hold, HoldOutcome.Spent spent, Instant now) {
        Customer customer = customers.findItself(hold.customer()).orElseThrow();
        return new HoldCaptured(
                EventId.next(),
                hold.wallet(),
                hold.customer(),
                customer.externalId(),
                hold.store(),
                hold.id(),
                command.reference(),
                spent.transfer(),
                "hold-capture",
                command.amount().negated(),
                spent.balanceAfter(),
                spent.entryNumber(),
                now);
    }

    private static IllegalStateException impossible(StoreHold hold, HoldOutcome outcome) {
        return new IllegalStateException("the capture of " + hold.id() + " came to " + outcome);
    }

    @Override
    public Answer answer(StoreHoldOutcome outcome) {
        return outcome.answer();
    }
}
