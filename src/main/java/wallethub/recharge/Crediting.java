package wallethub.recharge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.crash.CommitPoints;
import wallethub.crash.CrashPoint;
import wallethub.customer.ErasedCustomers;
import wallethub.event.BusinessEvent;
import wallethub.event.RechargeSucceeded;
import wallethub.gateway.PaymentEvent;
import wallethub.id.EventId;
import wallethub.id.ReceiptId;
import wallethub.id.TransferId;
import wallethub.lane.Origin;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;

/**
 * Turns captured money into credits of wallets: what was captured of a payment in all, less what was credited already.
 * A fixed number of statements, however many there are.
 */
@Component
class Crediting {

    private static final Logger log = LoggerFactory.getLogger(Crediting.class);

    private final RechargeStore recharges;
    private final PaymentStore payments;
    private final Ledger ledger;
    private final RechargedOrders orders;

    Crediting(RechargeStore recharges, PaymentStore payments, Ledger ledger, RechargedOrders orders) {
        this.recharges = recharges;
        this.payments = payments;
        this.ledger = ledger;
        this.orders = orders;
    }

    /**
     * A captured total that may have to be credited; its recharge's row is locked.
     *
     * @param decided people have decided that this amount is credited, whatever was asked for
     */
    record Capture(
            Recharge recharge, PaymentEvent event, String paymentId, Money captured, Origin origin, boolean decided) {

        PaymentKey key() {
            return PaymentKey.of(event, paymentId);
        }

        private long refunded() {
            return event.cumulative() == null ? 0 : event.cumulative().refunded();
        }
    }

    sealed interface Decision {

        /**
         * @param event to be published in the same transaction
         * @param after what the credit made true besides, to be published behind it
         */
        record Credited(ReceiptId receipt, RechargeSucceeded event, List<BusinessEvent> after) implements Decision {

            public Credited {
                after = List.copyOf(after);
            }

            List<BusinessEvent> events() {
                return Stream.concat(Stream.of(event), after.stream()).toList();
            }
        }

        /** All of it was credited before. */
        record Nothing() implements Decision {}

        record Refused(String reason) implements Decision {}
    }

    /** One credit to be made: whether its payment pays for the recharge, and what of it is still open. */
    private record Credit(int place, Capture capture, boolean matched, Money open) {

        private boolean isPartial() {
            return capture.captured().compareTo(capture.recharge().amount()) < 0;
        }
    }

    /** One credit that was made. */
    private record Made(Credit credit, Receipt receipt) {}

    /**
     * Decisions in the order of the captures, which are of different recharges and different payments. Locks the payments
     * by their key, then the wallets by id.
     */
    List<Decision> credit(List<Capture> captures, Instant now) {
        @Nullable Decision[] decisions = new Decision[captures.size()];
        List<Integer> fit = new ArrayList<>();
        for (int place = 0; place < captures.size(); place++) {
            String unfit = unfit(captures.get(place));
            if (unfit == null) {
                fit.add(place);
            } else {
                decisions[place] = new Decision.Refused(unfit);
            }
        }
        if (!fit.isEmpty()) {
            Map<PaymentKey, Payment> known =
                    payments.lock(fit.stream().map(captures::get).toList(), now);
            List<Credit> credits = new ArrayList<>();
            for (int place : fit) {
                Capture capture = captures.get(place);
                Payment payment = known.get(capture.key());
                if (payment == null) {
                    throw new IllegalStateException("payment " + capture.key() + " was not locked");
                }
                Money open = capture.captured().minus(payment.credited());
                decisions[place] = withoutCredit(capture, payment, open);
                if (decisions[place] == null) {
                    credits.add(new Credit(place, capture, payment.matched(), open));
                }
            }
            post(credits, decisions, now);
        }
        return Arrays.stream(decisions).map(Crediting::decided).toList();
    }

    private static Decision decided(@Nullable Decision decision) {
        if (decision == null) {
            throw new IllegalStateException("a capture was not decided");
        }
        return decision;
    }

    private static @Nullable String unfit(Capture capture) {
        Money wanted = capture.recharge().amount();
        if (ErasedCustomers.isPseudonym(capture.recharge().customerExternalId())) {
            // The wallet is nobody's any more: what comes late is given back at the gateway.
            return ErasedCustomers.CODE;
        }
        if (!capture.captured().currency().equals(wanted.currency())) {
            return "CURRENCY_DIFFERS";
        }
        if (capture.decided()) {
            return null;
        }
        PaymentEvent.Amount asked = capture.event().amount();
        boolean same = asked != null && asked.money().equals(wanted);
        return same && capture.captured().compareTo(wanted) <= 0 ? null : "AMOUNT_DIFFERS";
    }

    /** Null when there is something to credit. */
    private static @Nullable Decision withoutCredit(Capture capture, Payment payment, Money open) {
        if (!payment.recharge().equals(capture.recharge().id().text())) {
            return new Decision.Refused("PAYMENT_OF_ANOTHER_RECHARGE");
        }
        if (!open.isPositive()) {
            return new Decision.Nothing();
        }
        // Given back at the gateway before it was ever ours: crediting it would pay the customer twice.
        return capture.refunded() > 0 ? new Decision.Refused("REFUNDED_AT_GATEWAY") : null;
    }

    private void post(List<Credit> credits, @Nullable Decision[] decisions, Instant now) {
        List<PostOutcome> outcomes =
                posted(credits.stream().map(Crediting::transfer).toList());
        List<Made> made = new ArrayList<>();
        for (int i = 0; i < credits.size(); i++) {
            Credit credit = credits.get(i);
            Recharge recharge = credit.capture().recharge();
            switch (outcomes.get(i)) {
                case PostOutcome.Posted posted -> {
                    Receipt receipt = receipt(credit, posted, now);
                    made.add(new Made(credit, receipt));
                }
                case PostOutcome.CurrencyMismatch mismatch ->
                    decisions[credit.place()] = new Decision.Refused("CURRENCY_DIFFERS");
                case PostOutcome.AlreadyPosted already ->
                    throw new IllegalStateException("transfer " + already.id() + " was posted without its receipt");
                case PostOutcome.KeyReused reused ->
                    throw new IllegalStateException("transfer " + reused.id() + " has the key of another credit");
                case PostOutcome.InsufficientFunds never ->
                    throw new IllegalStateException("a credit to " + recharge.wallet() + " was refused for its funds");
                case PostOutcome.WalletFrozen never ->
                    throw new IllegalStateException("a credit to " + recharge.wallet() + " was refused for a freeze");
                case PostOutcome.UnknownWallet never ->
                    throw new IllegalStateException(
                            "recharge " + recharge.id() + " has no wallet " + recharge.wallet());
            }
        }
        if (!made.isEmpty()) {
            write(made, now);
            made.forEach(one -> decisions[one.credit().place()] = spent(one, now));
        }
    }

    /** What it was recharged for is paid behind the credits, whose wallets are locked. */
    private Decision spent(Made made, Instant now) {
        Capture capture = made.credit().capture();
        return new Decision.Credited(
                made.receipt().id(),
                succeeded(capture, made.receipt()),
                orders.credited(capture.recharge(), capture.captured(), now));
    }

    private List<PostOutcome> posted(List<Transfer> transfers) {
        return transfers.size() == 1 ? List.of(ledger.post(transfers.getFirst())) : ledger.post(transfers);
    }

    private static Transfer transfer(Credit credit) {
        Capture capture = credit.capture();
        PaymentEvent event = capture.event();
        return new Transfer(
                TransferId.next(),
                credit.matched() ? TransferKind.RECHARGE : TransferKind.UNMATCHED_CREDIT,
                capture.recharge().wallet(),
                credit.open(),
                "clearing:" + event.gateway() + ":" + event.account(),
                event.gateway() + "/" + event.account() + "/" + capture.paymentId() + "/"
                        + capture.captured().minorUnits(),
                event.occurredAt());
    }

    private static Receipt receipt(Credit credit, PostOutcome.Posted posted, Instant now) {
        Capture capture = credit.capture();
        return new Receipt(
                ReceiptId.next(),
                capture.recharge().id(),
                capture.recharge().customer(),
                posted.id(),
                capture.event().gateway(),
                capture.event().account(),
                capture.paymentId(),
                capture.captured(),
                credit.open(),
                reason(credit),
                posted.entryNumber(),
                posted.balanceAfter(),
                capture.event().occurredAt(),
                now);
    }

    private void write(List<Made> all, Instant now) {
        payments.insert(all.stream().map(Made::receipt).toList());
        payments.credited(all.stream()
                .map(made -> new PaymentStore.Credited(
                        made.credit().capture().key(),
                        made.credit().capture().captured(),
                        made.credit().capture().refunded()))
                .toList());
        List<RechargeStore.Credited> matched = all.stream()
                .map(Made::credit)
                .filter(Credit::matched)
                .map(Crediting::credited)
                .toList();
        if (!matched.isEmpty()) {
            recharges.credited(matched, now);
        }
        all.stream().filter(made -> !made.credit().matched()).forEach(made -> tellFinance(made, now));
        all.forEach(Crediting::report);
    }

    private static RechargeStore.Credited credited(Credit credit) {
        Recharge recharge = credit.capture().recharge();
        RechargeState next = next(credit);
        return new RechargeStore.Credited(
                recharge.id(),
                recharge.state().mayBecome(next) ? next : recharge.state(),
                credit.capture().captured(),
                credit.capture().decided());
    }

    private void tellFinance(Made made, Instant now) {
        Capture capture = made.credit().capture();
        payments.task(
                "UNMATCHED_CREDIT",
                capture.recharge().id(),
                capture.event(),
                capture.paymentId(),
                made.receipt().transfer(),
                "second payment of " + capture.recharge().reference() + " up to " + capture.captured(),
                now);
    }

    private static void report(Made made) {
        Recharge recharge = made.credit().capture().recharge();
        made.credit().capture().origin().within(() -> {
            log.atInfo()
                    .addKeyValue("rechargeId", recharge.id())
                    .addKeyValue("transferId", made.receipt().transfer())
                    .addKeyValue("walletId", recharge.wallet())
                    .addKeyValue("reason", made.receipt().reason())
                    .log("recharge credited");
            return made;
        });
        CommitPoints.around(CrashPoint.BEFORE_LEDGER_COMMIT, CrashPoint.AFTER_LEDGER_COMMIT);
    }

    private static RechargeState next(Credit credit) {
        if (credit.isPartial()) {
            return RechargeState.PARTIALLY_CAPTURED;
        }
        return isLate(credit.capture()) ? RechargeState.PAID_LATE : RechargeState.SUCCEEDED;
    }

    private static String reason(Credit credit) {
        if (!credit.matched()) {
            return "unmatched";
        }
        if (credit.isPartial()) {
            return "partial";
        }
        return isLate(credit.capture()) ? "late" : "recharge";
    }

    private static boolean isLate(Capture capture) {
        Recharge recharge = capture.recharge();
        return recharge.state() == RechargeState.EXPIRED
                || recharge.state() == RechargeState.CANCELLED
                || capture.event().occurredAt().isAfter(recharge.expiresAt());
    }

    private static RechargeSucceeded succeeded(Capture capture, Receipt receipt) {
        Recharge recharge = capture.recharge();
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
                capture.event().gateway(),
                capture.event().account(),
                receipt.paymentId(),
                capture.event().occurredAt());
    }
}
