package wallethub.recharge;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wallethub.crash.CrashPoint;
import wallethub.event.RechargeSucceeded;
import wallethub.gateway.PaymentEvent;
import wallethub.id.EventId;
import wallethub.id.ReceiptId;
import wallethub.id.TransferId;
import wallethub.lane.EventPublisher;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;

/** Turns captured money into a wallet's credit: what was captured in all, less what was credited already. */
@Component
class Crediting {

    private static final Logger log = LoggerFactory.getLogger(Crediting.class);

    private final RechargeStore recharges;
    private final PaymentStore payments;
    private final Ledger ledger;
    private final EventPublisher events;

    Crediting(RechargeStore recharges, PaymentStore payments, Ledger ledger, EventPublisher events) {
        this.recharges = recharges;
        this.payments = payments;
        this.ledger = ledger;
        this.events = events;
    }

    sealed interface Decision {
        record Credited(ReceiptId receipt) implements Decision {}

        /** All of it was credited before. */
        record Nothing() implements Decision {}

        record Refused(String reason) implements Decision {}
    }

    /** Needs the recharge's row locked; locks the payment, then the wallet. */
    Decision credit(Recharge recharge, PaymentEvent event, String paymentId, Money captured, Instant now) {
        String unfit = unfit(recharge, event, captured);
        if (unfit != null) {
            return new Decision.Refused(unfit);
        }
        Payment payment = payments.lock(recharge, event, paymentId, captured.currencyCode(), now);
        if (!payment.recharge().equals(recharge.id().text())) {
            return new Decision.Refused("PAYMENT_OF_ANOTHER_RECHARGE");
        }
        Money open = captured.minus(payment.credited());
        if (!open.isPositive()) {
            return new Decision.Nothing();
        }
        if (refunded(event) > 0) {
            // Given back at the gateway before it was ever ours: crediting it would pay the customer twice.
            return new Decision.Refused("REFUNDED_AT_GATEWAY");
        }
        return post(recharge, event, paymentId, new Credit(payment.matched(), captured, open), now);
    }

    private static @Nullable String unfit(Recharge recharge, PaymentEvent event, Money captured) {
        if (!captured.currency().equals(recharge.amount().currency())) {
            return "CURRENCY_DIFFERS";
        }
        PaymentEvent.Amount asked = event.amount();
        boolean same = asked != null && asked.money().equals(recharge.amount());
        return same && captured.compareTo(recharge.amount()) <= 0 ? null : "AMOUNT_DIFFERS";
    }

    /** One credit to be made: the payment's captured total, and what of it is still open. */
    private record Credit(boolean matched, Money captured, Money open) {}

    private Decision post(Recharge recharge, PaymentEvent event, String paymentId, Credit credit, Instant now) {
        Transfer transfer = new Transfer(
                TransferId.next(),
                credit.matched() ? TransferKind.RECHARGE : TransferKind.UNMATCHED_CREDIT,
                recharge.wallet(),
                credit.open(),
                "clearing:" + event.gateway() + ":" + event.account(),
                event.gateway() + "/" + event.account() + "/" + paymentId + "/"
                        + credit.captured().minorUnits(),
                event.occurredAt());
        return switch (ledger.post(transfer)) {
            case PostOutcome.Posted posted -> {
                Receipt receipt = receipt(recharge, event, paymentId, credit, posted, now);
                write(recharge, event, credit, receipt, now);
                yield new Decision.Credited(receipt.id());
            }
            case PostOutcome.CurrencyMismatch mismatch -> new Decision.Refused("CURRENCY_DIFFERS");
            case PostOutcome.AlreadyPosted already ->
                throw new IllegalStateException("transfer " + already.id() + " was posted without its receipt");
            case PostOutcome.KeyReused reused ->
                throw new IllegalStateException("transfer " + reused.id() + " has the key of another credit");
            case PostOutcome.InsufficientFunds never ->
                throw new IllegalStateException("a credit to " + recharge.wallet() + " was refused for its funds");
            case PostOutcome.WalletFrozen never ->
                throw new IllegalStateException("a credit to " + recharge.wallet() + " was refused for a freeze");
            case PostOutcome.UnknownWallet never ->
                throw new IllegalStateException("recharge " + recharge.id() + " has no wallet " + recharge.wallet());
        };
    }

    private static Receipt receipt(
            Recharge recharge,
            PaymentEvent event,
            String paymentId,
            Credit credit,
            PostOutcome.Posted posted,
            Instant now) {
        return new Receipt(
                ReceiptId.next(),
                recharge.id(),
                recharge.customer(),
                posted.id(),
                event.gateway(),
                event.account(),
                paymentId,
                credit.captured(),
                credit.open(),
                reason(recharge, event, credit),
                posted.entryNumber(),
                posted.balanceAfter(),
                event.occurredAt(),
                now);
    }

    private void write(Recharge recharge, PaymentEvent event, Credit credit, Receipt receipt, Instant now) {
        payments.insert(receipt);
        payments.credited(event, receipt.paymentId(), credit.captured(), refunded(event));
        if (credit.matched()) {
            RechargeState next = next(recharge, event, credit);
            recharges.credited(
                    recharge.id(), recharge.state().mayBecome(next) ? next : recharge.state(), credit.captured(), now);
        } else {
            payments.task(
                    "UNMATCHED_CREDIT",
                    recharge.id(),
                    event,
                    receipt.paymentId(),
                    receipt.transfer(),
                    "second payment of " + recharge.reference() + " up to " + credit.captured(),
                    now);
        }
        events.publish(List.of(succeeded(recharge, event, receipt)));
        log.atInfo()
                .addKeyValue("rechargeId", recharge.id())
                .addKeyValue("transferId", receipt.transfer())
                .addKeyValue("walletId", recharge.wallet())
                .addKeyValue("reason", receipt.reason())
                .log("recharge credited");
        CrashPoint.BEFORE_LEDGER_COMMIT.reached();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                CrashPoint.AFTER_LEDGER_COMMIT.reached();
            }
        });
    }

    private static RechargeState next(Recharge recharge, PaymentEvent event, Credit credit) {
        if (credit.captured().compareTo(recharge.amount()) < 0) {
            return RechargeState.PARTIALLY_CAPTURED;
        }
        return isLate(recharge, event) ? RechargeState.PAID_LATE : RechargeState.SUCCEEDED;
    }

    private static String reason(Recharge recharge, PaymentEvent event, Credit credit) {
        if (!credit.matched()) {
            return "unmatched";
        }
        if (credit.captured().compareTo(recharge.amount()) < 0) {
            return "partial";
        }
        return isLate(recharge, event) ? "late" : "recharge";
    }

    private static boolean isLate(Recharge recharge, PaymentEvent event) {
        return recharge.state() == RechargeState.EXPIRED
                || recharge.state() == RechargeState.CANCELLED
                || event.occurredAt().isAfter(recharge.expiresAt());
    }

    private static long refunded(PaymentEvent event) {
        return event.cumulative() == null ? 0 : event.cumulative().refunded();
    }

    private static RechargeSucceeded succeeded(Recharge recharge, PaymentEvent event, Receipt receipt) {
        return new RechargeSucceeded(
                EventId.next(),
                recharge.wallet(),
                recharge.customer(),
                recharge.customerExternalId(),
                recharge.id(),
                recharge.reference(),
                receipt.transfer(),
                receipt.reason(),
                receipt.amount(),
                receipt.balanceAfter(),
                receipt.entryNumber(),
                receipt.id(),
                event.gateway(),
                event.account(),
                receipt.paymentId(),
                event.occurredAt());
    }
}
