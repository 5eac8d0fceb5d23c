package wallethub.invoice;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.customer.ErasedCustomers;
import wallethub.id.InvoiceId;
import wallethub.id.WalletId;
import wallethub.ledger.Ledger;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/**
 * Operation {@code mirror-invoice}: what the ERP's feed says becomes what customers read and pay; the last change
 * wins. What follows from a newer word, a deduction or the way back of one, is done by lane {@code deductions}.
 */
@Component
class MirrorInvoiceHandler implements TransactionHandler<MirrorInvoice, MirrorOutcome> {

    private final InvoiceStore store;
    private final DeductionStore deductions;
    private final Customers customers;
    private final ErasedCustomers erased;
    private final Ledger ledger;
    private final DeductionLetters letters;
    private final DeductionAlerts alerts;
    private final OverpaidInvoices overpaid;
    private final Clock clock;

    MirrorInvoiceHandler(
            InvoiceStore store,
            DeductionStore deductions,
            Customers customers,
            ErasedCustomers erased,
            Ledger ledger,
            DeductionLetters letters,
            DeductionAlerts alerts,
            OverpaidInvoices overpaid,
            Clock clock) {
        this.store = store;
        this.deductions = deductions;
        this.customers = customers;
        this.erased = erased;
        this.ledger = ledger;
        this.letters = letters;
        this.alerts = alerts;
        this.overpaid = overpaid;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "mirror-invoice";
    }

    @Override
    public Class<MirrorInvoice> command() {
        return MirrorInvoice.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("erp-feed-apply");
    }

    @Override
    public MirrorOutcome handle(MirrorInvoice command, Caller caller) {
        Optional<Customer> customer = customers.findByExternalId(command.customer());
        if (customer.isEmpty()) {
            return erased.has(command.customer())
                    ? new MirrorOutcome.CustomerErased()
                    : new MirrorOutcome.CustomerUnknown();
        }
        // Before the row: whoever pays it meanwhile has paid, or sees the newer word.
        ledger.lock(payers(command, customer.get()));
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<InvoiceId> mirrored =
                store.mirror(InvoiceId.next(), command, customer.get().id(), at);
        mirrored.ifPresent(invoice -> follow(command, invoice, customer.get()));
        return mirrored.<MirrorOutcome>map(MirrorOutcome.Mirrored::new)
                .orElseGet(() -> new MirrorOutcome.OldVersion(store.changedAt(command)));
    }

    /** Whoever pays it from now on, whoever may be paying it at this moment, and whoever has. */
    private Set<WalletId> payers(MirrorInvoice told, Customer customer) {
        Stream<WalletId> until = store.customerOf(told).flatMap(customers::findItself).map(Customer::wallet).stream();
        return Stream.of(Stream.of(customer.wallet()), until, standing(told).map(StandingDeduction::wallet))
                .flatMap(wallets -> wallets)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Stream<StandingDeduction> standing(MirrorInvoice told) {
        return deductions.ofInvoice(told.system(), told.externalId()).stream();
    }

    private void follow(MirrorInvoice told, InvoiceId invoice, Customer payer) {
        switch (InvoiceState.of(told.state())) {
            case OPEN -> {
                letters.changed(payer.wallet(), invoice, told.changedAt());
                checkPaid(told);
            }
            case PAID -> {
                checkPaid(told);
                ended(told, payer);
            }
            case CANCELLED -> {
                standing(told)
                        .map(StandingDeduction::wallet)
                        .distinct()
                        .sorted(Comparator.comparing(WalletId::text))
                        .forEach(wallet -> letters.changed(wallet, invoice, told.changedAt()));
                ended(told, payer);
            }
        }
    }

    private void ended(MirrorInvoice told, Customer payer) {
        alerts.changed(payer.wallet(), payer.id(), told.total().currencyCode());
    }

    private void checkPaid(MirrorInvoice told) {
        List<StandingDeduction> confirmed =
                standing(told).filter(StandingDeduction::confirmed).toList();
        long paid = confirmed.stream()
                .mapToLong(deduction -> deduction.amount().minorUnits())
                .reduce(0, Math::addExact);
        if (paid > Math.max(0, told.total().minorUnits())) {
            overpaid.raise(confirmed.getFirst().transfer());
        }
    }

    @Override
    public Answer answer(MirrorOutcome outcome) {
        return switch (outcome) {
            case MirrorOutcome.Mirrored mirrored ->
                Answer.settled(Outcome.SUCCESS, "INVOICE_MIRRORED", "mirrored as " + mirrored.invoice());
            case MirrorOutcome.OldVersion old ->
                Answer.settled(
                        Outcome.DISCARD, "INVOICE_VERSION_OLD", "the change of " + old.known() + " is known already");
            case MirrorOutcome.CustomerErased gone ->
                Answer.settled(Outcome.DISCARD, ErasedCustomers.CODE, "its customer was erased");
            case MirrorOutcome.CustomerUnknown unknown ->
                Answer.settled(Outcome.RETRY, "CUSTOMER_UNKNOWN", "the customer has not arrived from the CRM yet");
        };
    }
}
