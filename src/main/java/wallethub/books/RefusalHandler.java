package wallethub.books;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.event.PaymentReversed;
import wallethub.id.EventId;
import wallethub.id.TransferId;
import wallethub.lane.DeadLetter;
import wallethub.lane.DeadLetters;
import wallethub.lane.EventPublisher;
import wallethub.ledger.Ledger;
import wallethub.ledger.TakeBackOutcome;
import wallethub.ledger.TransferKind;
import wallethub.ledger.Wallet;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/**
 * Operation {@code settle-refusal}: the way back of what the ERP refuses for good. A payment is given back once and its
 * customer is told; other money stands, and finance has a task.
 *
 * <p>A payment's dead letter is closed first, so that nobody sends it to the ERP after it was given back. Lock order: the
 * dead letter's shard, the wallet, lane keys; as in the settle of a delivery.
 */
@Component
class RefusalHandler implements TransactionHandler<RefusedTransfer, RefusalOutcome> {

    static final String TAKEN_BACK = "TAKEN_BACK";
    private static final Logger log = LoggerFactory.getLogger(RefusalHandler.class);
    private static final DeadLetters.By HUB =
            new DeadLetters.By("system:refusals-settle", "the payment is given back to its wallet");
    // A replay ends with an attempt, and most attempts within seconds.
    private static final Duration REPLAY_PAUSE = Duration.ofSeconds(5);

    private final DeadLetters deadLetters;
    private final Ledger ledger;
    private final RefusalStore refusals;
    private final EventPublisher events;
    private final ObjectProvider<TakenBackListener> listeners;
    private final Clock clock;

    RefusalHandler(
            DeadLetters deadLetters,
            Ledger ledger,
            RefusalStore refusals,
            EventPublisher events,
            ObjectProvider<TakenBackListener> listeners,
            Clock clock) {
        this.deadLetters = deadLetters;
        this.ledger = ledger;
        this.refusals = refusals;
        this.events = events;
        this.listeners = listeners;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "settle-refusal";
    }

    @Override
    public Class<RefusedTransfer> command() {
        return RefusedTransfer.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("refusals-settle");
    }

    @Override
    public RefusalOutcome handle(RefusedTransfer refused, Caller caller) {
        Optional<TransferKind> kind = ledger.kindOf(refused.transferId());
        boolean isPayment = kind.filter(TransferKind.PAYMENT::equals).isPresent();
        RefusalOutcome outcome = (isPayment ? alive(refused) : Optional.<RefusalOutcome>empty())
                .orElseGet(() -> settled(refused, ledger.takeBack(refused.transferId(), TransferId.next())));
        log.atInfo()
                .addKeyValue("transferId", refused.transferId())
                .addKeyValue("code", refused.code())
                .addKeyValue("outcome", outcome.getClass().getSimpleName())
                .log("refused by the ERP");
        return outcome;
    }

    /** Closes the dead letter; an answer when it lives again, or may have. */
    private Optional<RefusalOutcome> alive(RefusedTransfer refused) {
        Optional<DeadLetter> letter = deadLetters.findByDelivery("erp", refused.deliveryId());
        if (letter.filter(found -> found.state().equals("open") && found.unknown())
                .isPresent()) {
            return Optional.of(new RefusalOutcome.Undecided());
        }
        return letter.map(found -> deadLetters.discard(found.id(), TAKEN_BACK, HUB))
                .filter(result -> result instanceof DeadLetters.Result.Refused refusal
                        && refusal.why() == DeadLetters.Refusal.REPLAYING)
                .map(result -> new RefusalOutcome.Replaying());
    }

    private RefusalOutcome settled(RefusedTransfer refused, TakeBackOutcome outcome) {
        return switch (outcome) {
            case TakeBackOutcome.TakenBack back -> {
                refusals.keep(refused, back.reversal());
                listeners.forEach(listener ->
                        listener.takenBack(refused.transferId(), back.reversal(), refused.code(), back.recordedAt()));
                events.publish(List.of(event(refused, back)));
                yield new RefusalOutcome.TakenBack(back.reversal());
            }
            case TakeBackOutcome.AlreadyTakenBack before -> new RefusalOutcome.AlreadyTakenBack(before.reversal());
            case TakeBackOutcome.Stands stands -> {
                refusals.keep(refused, null);
                refusals.task(refused, clock.instant());
                yield new RefusalOutcome.Stands();
            }
            case TakeBackOutcome.NotRefused confirmed -> new RefusalOutcome.Overtaken();
            case TakeBackOutcome.UnknownTransfer unknown -> new RefusalOutcome.UnknownTransfer();
        };
    }

    private PaymentReversed event(RefusedTransfer refused, TakeBackOutcome.TakenBack back) {
        Wallet wallet = ledger.find(back.wallet()).orElseThrow();
        return new PaymentReversed(
                EventId.next(),
                back.wallet(),
                wallet.customer(),
                back.reversal(),
                refused.transferId(),
                back.amount(),
                back.balanceAfter(),
                back.entryNumber(),
                refused.code(),
                back.recordedAt());
    }

    @Override
    public Answer answer(RefusalOutcome outcome) {
        return switch (outcome) {
            case RefusalOutcome.TakenBack back ->
                Answer.settled(Outcome.SUCCESS, TAKEN_BACK, "given back by " + back.reversal());
            case RefusalOutcome.AlreadyTakenBack before ->
                Answer.settled(Outcome.SUCCESS, "ALREADY_TAKEN_BACK", "given back before by " + before.reversal());
            case RefusalOutcome.Stands stands ->
                Answer.settled(Outcome.SUCCESS, "STANDS", "the money stands, and finance has a task");
            case RefusalOutcome.Replaying replaying ->
                new Answer.Settled(Outcome.HOLD, "REPLAYING", "it is on its way to the ERP again", REPLAY_PAUSE);
            case RefusalOutcome.Undecided undecided ->
                Answer.settled(Outcome.SUCCESS, "UNDECIDED", "a replay may have happened; a person decides");
            case RefusalOutcome.Overtaken overtaken ->
                Answer.settled(Outcome.SUCCESS, "OVERTAKEN", "it is not refused any more");
            case RefusalOutcome.UnknownTransfer unknown ->
                Answer.settled(Outcome.FATAL, "UNKNOWN_TRANSFER", "no such transfer");
        };
    }
}
