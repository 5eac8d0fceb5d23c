package wallethub.invoice;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import wallethub.crash.CommitPoints;
import wallethub.crash.CrashPoint;
import wallethub.customer.Customer;
import wallethub.event.InvoiceDeducted;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.InvoiceId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.lane.EventPublisher;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;

/**
 * Pays invoices from wallets: the transfer, the deduction and the event for the ERP, in the caller's transaction.
 *
 * <p>The transfer comes first, because it locks the wallet; under that lock the deduction is written only if the
 * invoice is still as it was read. When it is not, the transfer is not undone here: the caller's transaction has to
 * end without effect.
 */
@Component
class Deductions {

    /** Where the money goes until the ERP counts it. */
    static final String ACCOUNT = "revenue:invoices";

    private static final Logger log = LoggerFactory.getLogger(Deductions.class);

    private final Ledger ledger;
    private final DeductionStore store;
    private final EventPublisher events;
    private final InvoiceSettings settings;
    private final String system;
    private final Clock clock;

    Deductions(
            Ledger ledger,
            DeductionStore store,
            EventPublisher events,
            InvoiceSettings settings,
            @Value("${hub.erp.connector:rest}") String system,
            Clock clock) {
        this.ledger = ledger;
        this.store = store;
        this.events = events;
        this.settings = settings;
        this.system = system;
        this.clock = clock;
    }

    /** What became of it. */
    sealed interface Outcome {

        record Made(Deduction deduction, Money balanceAfter) implements Outcome {}

        /** The invoice is not as it was read: somebody else has paid of it, or the ERP said something newer. */
        record Overtaken() implements Outcome {}

        record Refused(PostOutcome why) implements Outcome {}
    }

    /** The name of the ERP that can be told of payments. */
    String system() {
        return system;
    }

    Optional<Payable> find(InvoiceId id, CustomerId customer) {
        return store.find(id, customer, believed());
    }

    /** In the order in which they are deducted. */
    List<Payable> due(CustomerId customer, String currency) {
        return store.due(customer, system, currency, believed(), settings.batch());
    }

    Outcome make(Customer payer, Payable invoice, Money amount, Deduction.Cause cause) {
        Deduction deduction = new Deduction(invoice, TransferId.next(), payer.wallet(), amount, cause, now());
        return switch (ledger.post(transfer(deduction))) {
            case PostOutcome.Posted posted ->
                store.insert(deduction, believed()) ? made(payer, deduction, posted) : new Outcome.Overtaken();
            case PostOutcome.AlreadyPosted other -> new Outcome.Overtaken();
            case PostOutcome.KeyReused other -> new Outcome.Overtaken();
            case PostOutcome.InsufficientFunds refused -> new Outcome.Refused(refused);
            case PostOutcome.WalletFrozen refused -> new Outcome.Refused(refused);
            case PostOutcome.CurrencyMismatch refused -> new Outcome.Refused(refused);
            case PostOutcome.UnknownWallet refused -> new Outcome.Refused(refused);
        };
    }

    private static Transfer transfer(Deduction deduction) {
        Payable invoice = deduction.invoice();
        return new Transfer(
                deduction.transfer(),
                TransferKind.PAYMENT,
                deduction.wallet(),
                deduction.amount().negated(),
                ACCOUNT,
                invoice.id() + "/" + invoice.nextAttempt(),
                deduction.madeAt());
    }

    private Outcome made(Customer payer, Deduction deduction, PostOutcome.Posted posted) {
        events.publish(List.of(event(payer, deduction, posted)));
        log.atInfo()
                .addKeyValue("invoiceId", deduction.invoice().id())
                .addKeyValue("attempt", deduction.invoice().nextAttempt())
                .addKeyValue("walletId", deduction.wallet())
                .addKeyValue("transferId", deduction.transfer())
                .addKeyValue("cause", deduction.cause().wire())
                .log("invoice deducted");
        CommitPoints.around(CrashPoint.BEFORE_LEDGER_COMMIT, CrashPoint.AFTER_LEDGER_COMMIT);
        return new Outcome.Made(deduction, posted.balanceAfter());
    }

    private static InvoiceDeducted event(Customer payer, Deduction deduction, PostOutcome.Posted posted) {
        Payable invoice = deduction.invoice();
        WalletId wallet = deduction.wallet();
        return new InvoiceDeducted(
                EventId.next(),
                wallet,
                payer.id(),
                payer.externalId(),
                invoice.id(),
                invoice.externalId(),
                invoice.debtor(),
                invoice.number(),
                deduction.transfer(),
                deduction.cause().wire(),
                deduction.amount(),
                posted.balanceAfter(),
                posted.entryNumber(),
                deduction.madeAt());
    }

    private Instant believed() {
        return now().minus(settings.believeAfter());
    }

    /** To the microsecond, as the database keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
